import type { EventSource } from "#app/events/event.ts";

import { adjustUp, credit, startOf } from "./credits.ts";
import {
  adjustDown,
  clawback,
  expiredTooMuch,
  makeUp,
  reallocate,
  takenBackAt,
  undoExpiry,
} from "./debits.ts";
import { inputOf } from "./entry-input.ts";
import { expiryOf, expiryTogether, type ExpiryActivity, later } from "../program/expiry.ts";
import type { Account, EntryDraft, LedgerEntry, Lot, ReverseDraft } from "./ledger-entry.ts";
import { transfer } from "./transfer.ts";
import { reallocated, spendable } from "./lots.ts";
import {
  type Holdings,
  type LedgerTerms,
  min,
  pointsOf,
  type Posted,
  type PostingTools,
} from "./posting.ts";
import {
  capture,
  giveBack,
  hold,
  nothingTaken,
  type RedemptionPoints,
} from "./redemption-points.ts";
import { forgivenBy, limitOf, type Movement, movementOf, withMovement } from "./shortfall.ts";

/**
 * A working copy of the accounts that a batch touches: entries are decided one after the other against it, and written
 * together afterwards. Its accounts are locked for as long as it is in use.
 *
 * What was not loaded is not empty: an account without points has the lots `[]`, one that nobody loaded has no lots here, and
 * whoever asks for them gets an error instead of "there is nothing". The same goes for all that is looked up by a key.
 */
export type LedgerBatch = {
  terms: LedgerTerms;
  /** When the batch is posted. */
  at: Date;
  accounts: Map<string, Account>;
  /** Which record each customer is now, where that is another one. */
  survivors: Map<string, string>;
  /** By customer; only of those whose points may be taken. */
  lots: Map<string, Lot[]>;
  /** Those of whom all lots were loaded, also such as are empty now and may be filled again. */
  whole: Set<string>;
  /** By customer; only of those whose shortfalls may change. */
  movements: Map<string, Movement[]>;
  /** By redemption; only of those that a step is about to be taken of. */
  redemptions: Map<string, RedemptionPoints>;
  /** What changes that are about to be undone took, by their keys; null where they took nothing. */
  undone: Map<string, Pick<RedemptionPoints, "taken"> | null>;
  /** The lots that the points of entries which are about to be undone are in, or came from, by the entries' keys. */
  given: Map<string, ReadonlySet<string>>;
  /** Entries that exist already, by the keys that the batch is about to use; null where there is none. */
  known: Map<string, KnownEntry | null>;
  entered: RecordedEntry[];
  /** Lots that entries made or changed, or whose dates changed, as they are now. */
  touched: Map<string, Lot>;
  moves: TransferDraft[];
};

/** `input`: what was asked for (`inputOf`), by which it is the same or another one; null where that was not kept. */
export type KnownEntry = { input: string | null } & Pick<
  LedgerEntry,
  | "id"
  | "idempotencyKey"
  | "customerId"
  | "kind"
  | "orderId"
  | "redemptionId"
  | "heldDelta"
  | "outsideDelta"
  | "forgiven"
>;
export type RecordedEntry = Posted & { source: EventSource; input: string | null };

/**
 * What became of a draft. `short`: there are fewer points than it wants, `available` says how many. `frozen`: nothing moves on
 * the account until somebody has looked at it; to be tried again later.
 */
export type PostOutcome =
  | { outcome: "posted"; entry: LedgerEntry }
  | { outcome: "known"; entry: KnownEntry }
  | { outcome: "short"; available: bigint }
  | { outcome: "frozen" };

/** The key of an entry was used before for another one: somebody reuses keys, and points would be lost or doubled. */
export class IdempotencyKeyReused extends Error {
  override name = "IdempotencyKeyReused";
  constructor(key: string) {
    super(`The ledger has another entry with the key ${key}`);
  }
}

/** Enters a draft. Nothing happens when the same entry is known; throws `IdempotencyKeyReused` for another one. */
export function post(batch: LedgerBatch, asked: EntryDraft, newId: () => string): PostOutcome {
  const draft = { ...asked, customerId: survivorOf(batch, asked.customerId) };
  const known = loaded(batch.known, draft.idempotencyKey, "entry with the key");
  if (known) {
    if (!isSame(batch, known, draft)) throw new IdempotencyKeyReused(draft.idempotencyKey);
    return { outcome: "known", entry: known };
  }
  const account = accountOf(batch, draft.customerId);
  if (account.frozenAt !== null) return { outcome: "frozen" };
  const available = roomFor(batch, draft, account);
  if (available !== null) return { outcome: "short", available };

  if (draft.kind === "reverse") undoExpiries(batch, draft, newId);
  const before = forgivenSoFar(batch, account);
  const posted = postingOf(batch, draft, accountOf(batch, draft.customerId), {
    terms: batch.terms,
    at: batch.at,
    newId,
  });
  const input = inputOf(draft);
  batch.known.set(draft.idempotencyKey, { ...posted.entry, input });
  record(batch, posted, draft.source, input);
  noteRedemption(batch, draft, posted);
  noteActivity(batch, draft, newId);
  makeUpForForgiven(batch, { posted, before, source: draft.source }, newId);
  if (isOfOrders(draft)) reallocateLots(batch, { posted, source: draft.source }, newId);
  return { outcome: "posted", entry: posted.entry };
}

export type TransferDraft = { fromId: string; toId: string; occurredAt: Date; source: EventSource };

/**
 * Enters the move of everything that one account holds to another one. Nothing happens when it holds nothing; returns false
 * when one of the two is frozen.
 */
export function transferHoldings(
  batch: LedgerBatch,
  draft: TransferDraft,
  newId: () => string,
): boolean {
  const from = holdingsOf(batch, draft.fromId);
  const to = holdingsOf(batch, draft.toId);
  if (from.account.frozenAt !== null || to.account.frozenAt !== null) return false;
  const moved = transfer({ from, to, at: draft.occurredAt }, newId);
  for (const posted of moved) record(batch, posted, draft.source);
  moveMovements(batch, draft);
  // Also when nothing is there to be moved: what the record redeemed and earned by is to follow it.
  batch.moves.push(draft);
  return true;
}

/** Keeps what was posted: by a draft, with its input, or by other means, as a release or an expiry. */
export function record(
  batch: LedgerBatch,
  posted: Posted,
  source: EventSource,
  input: string | null = null,
): void {
  batch.entered.push({ ...posted, source, input });
  batch.accounts.set(posted.account.customerId, posted.account);
  keepLots(batch, posted.account.customerId, posted.lots);
  keepMovement(batch, posted.entry);
}

/** Keeps lots whose dates changed. */
export function recordDates(batch: LedgerBatch, customerId: string, lots: readonly Lot[]): void {
  keepLots(batch, customerId, lots);
}

/** The lots that the entries made, and those that they only changed, as they are after all of them. */
export function lotsToWrite(batch: LedgerBatch): { made: Lot[]; changed: Lot[] } {
  const all = [...batch.touched.values()];
  const entryIds = new Set(batch.entered.map(({ entry }) => entry.id));
  return {
    made: all.filter((lot) => entryIds.has(lot.entryId)),
    changed: all.filter((lot) => !entryIds.has(lot.entryId)),
  };
}

/** An account with its lots, which must have been loaded into the batch. */
export function holdingsOf(batch: LedgerBatch, customerId: string): Holdings {
  const account = accountOf(batch, customerId);
  return { account, lots: loaded(batch.lots, customerId, "lots of customer") };
}

/** An account by itself; throws when it is not open. */
export function accountOf({ accounts }: LedgerBatch, customerId: string): Account {
  return loaded(accounts, customerId, "account of customer");
}

/** The record that a customer is now. */
export function survivorOf(
  { survivors }: Pick<LedgerBatch, "survivors">,
  customerId: string,
): string {
  return survivors.get(customerId) ?? customerId;
}

/** Whether nothing moves on a customer's account. */
export function isFrozen(batch: LedgerBatch, customerId: string): boolean {
  return accountOf(batch, survivorOf(batch, customerId)).frozenAt !== null;
}

/** Points that are only given, or were set aside before, need nobody's lots: those are not looked at. */
function postingOf(
  batch: LedgerBatch,
  draft: EntryDraft,
  account: Account,
  tools: PostingTools,
): Posted {
  const holdings = () => holdingsOf(batch, draft.customerId);
  switch (draft.kind) {
    case "earn":
      return credit(account, draft, tools);
    case "reverse":
      return clawback(
        holdings(),
        draft,
        { ...tools, forgives: (points) => forgives(batch, draft, points) },
        givenBy(batch, draft.undoes),
      );
    case "hold":
      return hold(holdings(), draft, tools);
    case "capture":
      return capture(account, draft, tools);
    case "void":
    case "return":
      return giveBack(holdings(), draft, redemptionOf(batch, draft.redemptionId), tools);
    case "adjust": {
      if (draft.points < 0n) return adjustDown(holdings(), draft, tools);
      const undone = takenBy(batch, draft.undoes);
      return undone ? giveBack(holdings(), draft, undone, tools) : adjustUp(account, draft, tools);
    }
  }
}

/** How much more is forgiven when so many points are taken back. */
function forgives(batch: LedgerBatch, draft: ReverseDraft, points: bigint): bigint {
  const limit = limitOf(batch.terms);
  if (limit === null) return 0n;
  const before = movementsOf(batch, draft.customerId);
  const at = takenBackAt(draft, batch.at);
  const taken = { at, points: -points, redemptionId: null, limit };
  return forgivenBy(withMovement(before, taken)) - forgivenBy(before);
}

/** What is forgiven by all that is known so far; null where nothing is that could be made up for. */
export function forgivenSoFar(
  batch: LedgerBatch,
  { customerId, forgiven }: Account,
): bigint | null {
  if (forgiven === 0n || limitOf(batch.terms) === null) return null;
  return forgivenBy(movementsOf(batch, customerId));
}

/**
 * Points that came make up for some that were forgiven `before`, where these had only been missing for want of them: they were
 * spent and came back, or were earned before and are heard of only now.
 */
export function makeUpForForgiven(
  batch: LedgerBatch,
  { posted, before, source }: { posted: Posted; before: bigint | null; source: EventSource },
  newId: () => string,
): void {
  if (before === null) return;
  const { customerId } = posted.account;
  const holdings = holdingsOf(batch, customerId);
  const less = before - forgivenBy(movementsOf(batch, customerId));
  const points = min(less, holdings.account.forgiven);
  if (points <= 0n) return;
  const tools = { terms: batch.terms, at: batch.at, newId };
  record(batch, makeUp(holdings, points, posted.entry, tools), source);
}

/** Points were given or went back: what was spent before them may have been others. */
export function reallocateLots(
  batch: LedgerBatch,
  { posted, source }: { posted: Posted; source: EventSource },
  newId: () => string,
): void {
  const { customerId } = posted.account;
  if (!accountOf(batch, customerId).spent) return;
  if (!batch.whole.has(customerId))
    throw new Error(`The batch has not loaded all lots of customer ${customerId}`);
  const { account, lots } = holdingsOf(batch, customerId);
  const holdings = { account, lots: lots.map((lot) => withoutMissing(batch, account, lot)) };
  const moved = reallocated(holdings.lots, account.available, batch.at);
  if (moved.length === 0) return;
  record(batch, reallocate(holdings, moved, posted.entry, { newId }), source);
}

/** An empty lot did not get the new dates of the others, where all points of an account go together. */
function withoutMissing({ terms }: LedgerBatch, { activeAt }: Account, lot: Lot): Lot {
  const { remaining, pending, expiresAt } = lot;
  const together = expiryTogether(terms, activeAt);
  if (remaining > 0n || pending || expiresAt === null || together === null) return lot;
  return expiresAt < together ? { ...lot, expiresAt: together } : lot;
}

/** What is given by hand is given last, and undone as it was done. */
function isOfOrders({ kind }: EntryDraft): boolean {
  return kind === "earn" || kind === "void" || kind === "return";
}

/** Whether a draft gives points that can be spent, or gives some back. */
export function isGiving(draft: EntryDraft): boolean {
  return draft.kind === "adjust" ? draft.points > 0n : isOfOrders(draft);
}

function undoExpiries(batch: LedgerBatch, draft: ReverseDraft, newId: () => string): void {
  const { customerId, source } = draft;
  const given = givenBy(batch, draft.undoes);
  for (const one of expiredTooMuch(holdingsOf(batch, customerId), draft, batch.at, given)) {
    const tools = { terms: batch.terms, at: batch.at, newId };
    const account = accountOf(batch, customerId);
    const by = { code: "expired_too_much", key: draft.idempotencyKey } as const;
    record(batch, undoExpiry(account, one, by, tools), source);
  }
}

function movementsOf({ movements }: LedgerBatch, customerId: string): Movement[] {
  return loaded(movements, customerId, "movements of customer");
}

function keepMovement({ movements, terms }: LedgerBatch, entry: LedgerEntry): void {
  const known = movements.get(entry.customerId);
  if (!known || entry.transferId !== null) return;
  const movement = movementOf(entry, limitOf(terms));
  movements.set(entry.customerId, withMovement(known, movement));
}

/** What happened to a record is a part of what happened to the one that it became. */
function moveMovements({ movements }: LedgerBatch, { fromId, toId }: TransferDraft): void {
  const [moved, there] = [movements.get(fromId), movements.get(toId)];
  if (!moved || !there) return;
  movements.set(toId, moved.reduce(withMovement, there));
  movements.set(fromId, []);
}

function givenBy({ given }: LedgerBatch, key: string | undefined): ReadonlySet<string> {
  return key === undefined ? new Set() : loaded(given, key, "lots of the entry");
}

function takenBy(
  { undone }: LedgerBatch,
  key: string | undefined,
): Pick<RedemptionPoints, "taken"> | null {
  return key === undefined ? null : loaded(undone, key, "lots that gave to the entry");
}

/** What there is of what a draft wants, when that is not enough; null when it is. */
function roomFor(batch: LedgerBatch, draft: EntryDraft, account: Account): bigint | null {
  switch (draft.kind) {
    case "earn":
    case "reverse":
      return null;
    case "hold":
      return lessThan(account.available, draft.points);
    case "adjust":
      return lessThan(account.available, -draft.points);
    case "capture":
    case "void":
      return lessThan(redemptionOf(batch, draft.redemptionId).held, draft.points);
    case "return":
      return lessThan(redemptionOf(batch, draft.redemptionId).captured, draft.points);
  }
}

function lessThan(there: bigint, wanted: bigint): bigint | null {
  return there < wanted ? there : null;
}

function noteRedemption(batch: LedgerBatch, draft: EntryDraft, posted: Posted): void {
  if (!("redemptionId" in draft)) return;
  // A hold begins a redemption: there was nothing to be loaded.
  if (draft.kind === "hold" && !batch.redemptions.has(draft.redemptionId))
    batch.redemptions.set(draft.redemptionId, nothingTaken);
  const { held, captured, taken } = redemptionOf(batch, draft.redemptionId);
  const { points } = draft;
  const lots = new Map(posted.lots.map((lot) => [lot.id, lot]));
  const short = new Map(taken.map((one) => [one.lot.id, one]));
  const add = (lot: Lot | undefined, change: bigint) => {
    if (lot) short.set(lot.id, { lot, points: (short.get(lot.id)?.points ?? 0n) + change });
  };
  for (const use of posted.uses) add(lots.get(use.lotId), use.points);
  for (const { entryId, originLotId, original } of posted.lots)
    if (entryId === posted.entry.id && originLotId) add(short.get(originLotId)?.lot, -original);

  const spent = { hold: 0n, void: 0n, capture: points, return: -points }[draft.kind];
  const set = { hold: points, void: -points, capture: -points, return: 0n }[draft.kind];
  batch.redemptions.set(draft.redemptionId, {
    held: held + set,
    captured: captured + spent,
    taken: [...short.values()].filter((one) => one.points > 0n),
  });
}

/** What a customer does keeps their points alive, where expiry is rolling: all of them then go by the new date. */
function noteActivity(batch: LedgerBatch, draft: EntryDraft, newId: () => string): void {
  const activity = activityOf(draft);
  const { terms } = batch;
  if (activity === null || terms.expiry.kind !== "rolling") return;
  if (!terms.expiry.activity.includes(activity)) return;
  const countsFrom = draft.kind === "earn" ? startOf(draft) : draft.occurredAt;
  noteActive(batch, draft.customerId, { doneAt: draft.occurredAt, countsFrom }, newId);
}

/** What somebody did that counts, and from when: points that wait count from when they can be spent. */
export type Activity = { doneAt: Date; countsFrom: Date };

/** Somebody did something that counts. */
export function noteActive(
  batch: LedgerBatch,
  customerId: string,
  activity: Activity,
  newId: () => string,
): void {
  const { activeAt } = accountOf(batch, customerId);
  const last = activeAt ? later(activeAt, activity.countsFrom) : activity.countsFrom;
  batch.accounts.set(customerId, { ...accountOf(batch, customerId), activeAt: last });
  const until = expiryOf(batch.terms, last);
  if (until === null) return;
  keepAlive(batch, customerId, { ...activity, last }, newId);
  const longer = spendable(holdingsOf(batch, customerId).lots)
    .filter(({ expiresAt }) => expiresAt !== null && expiresAt < until)
    .map((lot) => ({ ...lot, expiresAt: until }));
  recordDates(batch, customerId, longer);
}

/**
 * Points that expired although their owner had done something that keeps them, of which is heard only now, are there again: who buys
 * an hour before midnight must not lose them because that is told an hour after it.
 */
function keepAlive(
  batch: LedgerBatch,
  customerId: string,
  { doneAt, countsFrom, last }: Activity & { last: Date },
  newId: () => string,
): void {
  const kept = expiryOf(batch.terms, countsFrom) as Date;
  // What was done later kept them longer, unless they had expired by then.
  const until = last <= kept ? (expiryOf(batch.terms, last) as Date) : kept;
  for (const lot of holdingsOf(batch, customerId).lots) {
    const { expired: points, expiresAt } = lot;
    if (points === 0n || expiresAt === null || expiresAt < doneAt || expiresAt >= until) continue;
    const by = { code: "kept_alive", key: `what.was.done.at.${doneAt.getTime()}` } as const;
    const tools = { at: batch.at, newId };
    const undone = undoExpiry(accountOf(batch, customerId), { lot, points }, by, tools);
    const lots = undone.lots.map((one) => ({ ...one, expiresAt: until }));
    record(batch, { ...undone, lots }, "app");
  }
}

/** What a merchant imports is nothing that a customer did; undoing it could not take the new dates back either. */
function activityOf({ kind, importId }: EntryDraft): ExpiryActivity | null {
  if (importId) return null;
  if (kind === "earn" || kind === "adjust") return kind;
  return kind === "hold" ? "redeem" : null;
}

function keepLots(batch: LedgerBatch, customerId: string, lots: readonly Lot[]): void {
  for (const lot of lots) batch.touched.set(lot.id, lot);
  const known = batch.lots.get(customerId);
  if (!known) return;
  const others = known.filter(({ id }) => !lots.some((lot) => lot.id === id));
  batch.lots.set(customerId, [...others, ...lots]);
}

function redemptionOf({ redemptions }: LedgerBatch, redemptionId: string): RedemptionPoints {
  return loaded(redemptions, redemptionId, "points of redemption");
}

function loaded<Value>(map: ReadonlyMap<string, Value>, key: string, what: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The batch has not loaded the ${what} ${key}`);
  return value;
}

function isSame(batch: LedgerBatch, known: KnownEntry, draft: EntryDraft): boolean {
  if (survivorOf(batch, known.customerId) !== draft.customerId) return false;
  if (known.input !== null) return known.input === inputOf(draft);
  return (
    known.kind === draft.kind &&
    known.orderId === ("orderId" in draft ? (draft.orderId ?? null) : null) &&
    known.redemptionId === ("redemptionId" in draft ? draft.redemptionId : null) &&
    pointsOf(known) === draft.points
  );
}
