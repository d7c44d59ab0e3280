import {
  claimContent,
  type CustomerClaim,
  type CustomerMerge,
  forgotten,
  laterClaim,
  type Traits,
} from "./claims.ts";

/** A customer record as far as identity goes. */
export type PersonRecord = Traits & {
  id: string;
  shopifyId: bigint | null;
  mergedIntoId: string | null;
  redacted: boolean;
  createdAt: Date;
  asOf: Date | null;
  /** Of their account with the shop, and when it was so. */
  accountState: string | null;
  accountStateAt: Date | null;
};

/** Whose an identifier is, and which Shopify customer was last known to hold it, and when; null while only guests used it. */
export type IdentifierRecord = {
  kind: "shopify" | "email";
  hash: string;
  customerId: string;
  firstSeenAt: Date;
  lastSeenAt: Date;
  claimedAt: Date | null;
  claimedBy: bigint | null;
  /** It leads to its record only, and joins nobody to it: somebody said that the people behind it are not one. */
  blocked: boolean;
};

export type IdentityInput = {
  claims: readonly CustomerClaim[];
  merges: readonly CustomerMerge[];
  /** Shopify customers that were named without anything being said about them. */
  mentions: readonly { shopifyId: bigint; at: Date }[];
  deletions: readonly bigint[];
  /** Emails of orders without a customer. */
  guests: readonly { email: string; at: Date }[];
};

export type MergeReason = "same_email" | "merged_in_shopify";
export type Merge = { keptId: string; mergedId: string; reason: MergeReason };

/** Guest orders under this email now belong to another Shopify customer: the email found a new holder. */
export type Takeover = { emailHash: string; fromId: string; toId: string };

type Known = { people: readonly PersonRecord[]; identifiers: readonly IdentifierRecord[] };
type Tools = { newId: () => string; hash: (kind: "shopify" | "email", value: string) => string };

/**
 * Decides who is who. The answer depends on what is known, never on the order in which it was learnt:
 * - a Shopify customer is one record, whatever its email; two of them are merged only by Shopify;
 * - an email belongs to the Shopify customer that held it last, or else to a record of its own;
 * - a guest's record merges into the Shopify customer that turns out to hold its email.
 */
export class Identity {
  readonly created: PersonRecord[] = [];
  readonly merges: Merge[] = [];
  readonly takeovers: Takeover[] = [];
  readonly changedPeople = new Set<PersonRecord>();
  readonly changedIdentifiers = new Set<IdentifierRecord>();
  /** Whose identifiers and consents go, also those that a merge has moved to the record that they are now. */
  readonly erased = new Set<PersonRecord>();
  /** Whom Shopify has known for longer than was thought: orders that looked like a guest's were theirs all along. */
  readonly older = new Set<PersonRecord>();

  private readonly people = new Map<string, PersonRecord>();
  private readonly byShopifyId = new Map<bigint, PersonRecord>();
  private readonly identifiers = new Map<string, IdentifierRecord>();
  private readonly tools: Tools;

  constructor(known: Known, tools: Tools) {
    this.tools = tools;
    for (const person of known.people) this.remember({ ...person });
    for (const identifier of known.identifiers)
      this.identifiers.set(identifier.hash, { ...identifier });
  }

  learn(input: IdentityInput): void {
    for (const shopifyId of input.deletions) this.erase(shopifyId);
    for (const { shopifyId, at } of input.mentions) this.personOf(shopifyId, at);
    for (const claim of latestClaims(input.claims)) this.describe(claim);
    for (const claim of input.claims) this.noteAccount(claim);
    for (const merge of input.merges) this.mergeInShopify(merge);
    for (const claim of input.claims) this.claimIdentifiers(claim);
    for (const { email, at } of input.guests) this.seeGuest(email, at);
  }

  /** The record of a Shopify customer, following merges; null for one nobody has heard of. */
  ofShopifyId(shopifyId: bigint): string | null {
    const person = this.byShopifyId.get(shopifyId);
    return person ? this.root(person).id : null;
  }

  /** The record that somebody is now. */
  survivorOf(person: PersonRecord): PersonRecord {
    return this.root(person);
  }

  /** The record that an email's guest orders belong to. */
  ofEmail(email: string): string | null {
    return this.identifiers.get(this.tools.hash("email", email))?.customerId ?? null;
  }

  private describe(claim: CustomerClaim): void {
    const person = this.personOf(claim.shopifyId, claim.createdAt);
    if (this.isErased(person) || !isNews(claim, person)) return;
    const { asOf, email, phone, firstName, lastName, country } = claim;
    Object.assign(person, { asOf, email, phone, firstName, lastName, country });
    this.changedPeople.add(person);
  }

  /** Apart from the rest of a claim, as most say nothing of it. Of two of one moment the one that says that there is an account. */
  private noteAccount({ shopifyId, createdAt, account, asOf }: CustomerClaim): void {
    const person = this.personOf(shopifyId, createdAt);
    if (!account || this.isErased(person)) return;
    const difference = asOf.getTime() - (person.accountStateAt?.getTime() ?? -Infinity);
    if (difference < 0 || (difference === 0 && account <= (person.accountState ?? ""))) return;
    Object.assign(person, { accountState: account, accountStateAt: asOf });
    this.changedPeople.add(person);
  }

  private mergeInShopify({ keptShopifyId, mergedShopifyId, at }: CustomerMerge): void {
    const named = this.personOf(keptShopifyId, at);
    const kept = this.root(named);
    const merged = this.root(this.personOf(mergedShopifyId, at));
    if (kept === merged) return;
    // Had this been heard first, the deletion would have taken both.
    if (named.redacted || kept.redacted) this.forget(merged);
    this.merge(merged, kept, "merged_in_shopify");
  }

  private claimIdentifiers(claim: CustomerClaim): void {
    const person = this.personOf(claim.shopifyId, claim.asOf);
    if (this.isErased(person)) return;
    const holder = this.root(person);
    this.see("shopify", String(claim.shopifyId), holder, claim.asOf);
    if (claim.email) this.claimEmail(claim.email, claim, holder);
  }

  private claimEmail(
    email: string,
    { shopifyId, asOf }: CustomerClaim,
    holder: PersonRecord,
  ): void {
    const identifier = this.see("email", email, holder, asOf);
    if (identifier.blocked) return;
    if (!isLaterClaim({ at: asOf, by: shopifyId }, identifier)) return;

    const owner = this.people.get(identifier.customerId);
    if (owner && owner !== holder) {
      if (identifier.claimedAt === null) this.merge(owner, holder, "same_email");
      else this.takeOver(identifier.hash, owner, holder);
    }
    identifier.customerId = holder.id;
    identifier.claimedAt = asOf;
    identifier.claimedBy = shopifyId;
    this.changedIdentifiers.add(identifier);
  }

  private takeOver(emailHash: string, from: PersonRecord, to: PersonRecord): void {
    this.takeovers.push({ emailHash, fromId: from.id, toId: to.id });
    // Whoever held it before goes straight to the last holder: orders are moved in one step.
    for (const takeover of this.takeovers)
      if (takeover.emailHash === emailHash) takeover.toId = to.id;
  }

  private seeGuest(email: string, at: Date): void {
    const known = this.identifiers.get(this.tools.hash("email", email));
    const person = known
      ? this.people.get(known.customerId)
      : this.create({ shopifyId: null, createdAt: at, email });
    if (!person) return;
    this.see("email", email, person, at);
    if (person.shopifyId === null) this.notYounger(person, at);
  }

  /** Widens the time in which an identifier was seen; one that was never seen becomes that person's. */
  private see(
    kind: "shopify" | "email",
    value: string,
    person: PersonRecord,
    at: Date,
  ): IdentifierRecord {
    const hash = this.tools.hash(kind, value);
    const known = this.identifiers.get(hash);
    const identifier = known ?? {
      kind,
      hash,
      customerId: person.id,
      firstSeenAt: at,
      lastSeenAt: at,
      claimedAt: null,
      claimedBy: null,
      blocked: false,
    };
    if (known && at >= known.firstSeenAt && at <= known.lastSeenAt) return known;

    if (at < identifier.firstSeenAt) identifier.firstSeenAt = at;
    if (at > identifier.lastSeenAt) identifier.lastSeenAt = at;
    this.identifiers.set(hash, identifier);
    this.changedIdentifiers.add(identifier);
    return identifier;
  }

  private erase(shopifyId: bigint): void {
    const person = this.personOf(shopifyId, new Date(0));
    if (person.redacted) return;
    person.redacted = true;
    this.forget(person);
  }

  /** What a deleted customer had been known by goes, also where they had become part of somebody before. */
  private forget(person: PersonRecord): void {
    Object.assign(person, forgotten);
    for (const [hash, identifier] of this.identifiers) {
      const { customerId, claimedBy } = identifier;
      if (customerId !== person.id && (claimedBy === null || claimedBy !== person.shopifyId))
        continue;
      this.identifiers.delete(hash);
      this.changedIdentifiers.delete(identifier);
    }
    this.changedPeople.add(person);
    this.erased.add(person);
  }

  /** Deleted, or part of somebody who is. */
  private isErased(person: PersonRecord): boolean {
    return person.redacted || this.root(person).redacted;
  }

  private merge(merged: PersonRecord, kept: PersonRecord, reason: MergeReason): void {
    merged.mergedIntoId = kept.id;
    for (const identifier of this.identifiers.values()) {
      if (identifier.customerId === merged.id) identifier.customerId = kept.id;
    }
    this.changedPeople.add(merged);
    this.merges.push({ keptId: kept.id, mergedId: merged.id, reason });
  }

  private personOf(shopifyId: bigint, createdAt: Date): PersonRecord {
    const known = this.byShopifyId.get(shopifyId);
    if (!known) return this.create({ shopifyId, createdAt, email: null });
    this.notYounger(known, createdAt);
    return known;
  }

  private notYounger(person: PersonRecord, createdAt: Date): void {
    // A record that was first heard of by its deletion has no age to speak of.
    if (person.redacted || createdAt >= person.createdAt) return;
    person.createdAt = createdAt;
    this.changedPeople.add(person);
    if (person.shopifyId !== null) this.older.add(person);
  }

  private create(traits: Pick<PersonRecord, "shopifyId" | "createdAt" | "email">): PersonRecord {
    const id = this.tools.newId();
    const unknown = { ...forgotten, asOf: null, mergedIntoId: null, redacted: false };
    const person = { ...unknown, ...traits, id };
    this.remember(person);
    this.created.push(person);
    this.changedPeople.add(person);
    return person;
  }

  private remember(person: PersonRecord): void {
    this.people.set(person.id, person);
    if (person.shopifyId !== null) this.byShopifyId.set(person.shopifyId, person);
  }

  private root(person: PersonRecord): PersonRecord {
    const next = person.mergedIntoId === null ? undefined : this.people.get(person.mergedIntoId);
    return next ? this.root(next) : person;
  }
}

function latestClaims(claims: readonly CustomerClaim[]): CustomerClaim[] {
  const latest = new Map<bigint, CustomerClaim>();
  for (const claim of claims) {
    const known = latest.get(claim.shopifyId);
    const since = known && known.createdAt < claim.createdAt ? known.createdAt : claim.createdAt;
    latest.set(claim.shopifyId, {
      ...(known ? laterClaim(known, claim) : claim),
      createdAt: since,
    });
  }
  return [...latest.values()];
}

function isNews(claim: CustomerClaim, person: PersonRecord): boolean {
  if (person.asOf === null) return true;
  const difference = claim.asOf.getTime() - person.asOf.getTime();
  return difference !== 0 ? difference > 0 : claimContent(claim) > claimContent(person);
}

/** The Shopify customer who held an email last keeps it. Of two at the same moment the one with the higher id. */
function isLaterClaim(
  claim: { at: Date; by: bigint },
  known: Pick<IdentifierRecord, "claimedAt" | "claimedBy">,
): boolean {
  if (known.claimedAt === null || known.claimedBy === null) return true;
  const difference = claim.at.getTime() - known.claimedAt.getTime();
  return difference !== 0 ? difference > 0 : claim.by > known.claimedBy;
}
