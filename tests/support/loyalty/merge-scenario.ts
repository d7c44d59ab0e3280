import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { unmergeRecords } from "#app/loyalty/accounts-merge/unmerge-customers.server.ts";
import { awardAction } from "#app/loyalty/earning/actions/award-action.server.ts";
import {
  saveEarningAction,
  type SavedEarningAction,
} from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { saveProfile } from "#app/loyalty/earning/actions/save-profile.server.ts";
import { ensureReferralCode } from "#app/loyalty/referrals/referral-code.server.ts";
import { startingReferrals } from "#app/loyalty/referrals/referral-program.ts";
import { saveReferralSettings } from "#app/loyalty/referrals/referral-settings.server.ts";
import { recordVisit } from "#app/loyalty/referrals/visits/visits.server.ts";
import { reviewDueTiers } from "#app/loyalty/tiers/review-due-tiers.server.ts";
import { saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { handlers } from "#app/reactions.server.ts";

import { deliver, type Sent } from "../deliver.ts";
import { customerPayload, orderPayload, refundPayload } from "../payloads.ts";
import { haveRunAgain } from "../run-again.ts";
import { createShop } from "../shop.ts";

const HOUR_MS = 3600_000;
const DAYS_AGO = 10;
const BEGUN = new Date("2020-01-01T10:00:00Z");
const CURRENCY = "USD";

/** Kim and Lee have accounts in the shop; Gil and Hal buy as guests. */
export type Name = "Kim" | "Lee" | "Gil" | "Hal";
export type Member = "Kim" | "Lee";
export type Guest = "Gil" | "Hal";
export const names: readonly Name[] = ["Kim", "Lee", "Gil", "Hal"];
const shopifyIds: Record<Member, bigint> = { Kim: 9007199254740995n, Lee: 9007199254740996n };
const isMember = (name: Name): name is Member => name in shopifyIds;

/** A shop in which all of these have bought once. Silver is 100 spent, Gold 300, which gives 30 points for entering. */
export class PeopleShop {
  readonly ids = new Map<Name, string>();
  readonly id: string;
  private readonly domain: string;
  private readonly emails: Record<Name, string>;
  private at = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - DAYS_AGO * 24 * HOUR_MS);
  private orders = 0n;

  private constructor(shop: { id: string; domain: string }) {
    this.id = shop.id;
    this.domain = shop.domain;
    const email = (name: Name) => [name, `${name.toLowerCase()}@example.com`] as const;
    this.emails = Object.fromEntries(names.map(email)) as Record<Name, string>;
  }

  static async open(): Promise<PeopleShop> {
    const shop = new PeopleShop(await createShop({ currency: CURRENCY, timezone: "UTC" }));
    const tier = (name: string, atLeast: bigint, entryReward: { points: bigint } | null) => ({
      id: null,
      name,
      conditions: [{ basis: "spend" as const, atLeast: atLeast * 100n }],
      perks: [],
      entryReward,
    });
    const tiers = [tier("Silver", 100n, null), tier("Gold", 300n, { points: 30n })];
    const terms = { active: true, window: { kind: "lifetime" as const }, graceDays: 30 };
    await saveTiers(shop.id, { ...terms, onRefund: "drop", tiers }, BEGUN);
    await reviewDueTiers(shop.id, BEGUN);
    const way = {
      id: null,
      kind: "review",
      name: "Review",
      active: true,
      points: 25n,
      limit: null,
    };
    await saveEarningAction(
      shop.id,
      { ...way, settings: { photoPoints: "25" } } as SavedEarningAction,
      BEGUN,
    );
    const asked = { active: true, minimumMinor: null, returnWindowDays: 36_500 };
    await saveReferralSettings(shop.id, { ...startingReferrals, ...asked }, now());
    for (const name of names) await shop.buys(name, 50);
    for (const name of names) shop.ids.set(name, await shop.recordOf(name));
    await shop.drain();
    return shop;
  }

  async buys(name: Name, amount: number, attributes: object[] = []): Promise<bigint> {
    const id = ++this.orders;
    const at = this.passes();
    const buyer = isMember(name)
      ? { customer: { id: shopifyIds[name], email: this.emails[name], updatedAt: at } }
      : { email: this.emails[name] };
    await this.order(id, amount, { ...buyer, createdAt: at }, attributes);
    return id;
  }

  /** All that an order was paid with goes back. */
  async sendsBack(orderId: bigint, amount: number): Promise<void> {
    const createdAt = this.passes();
    const lines = [{ id: orderId, lineId: orderId * 10n, quantity: 1, subtotal: `${amount}.00` }];
    const about = { id: orderId, orderId, createdAt, currency: CURRENCY };
    const refund = refundPayload({ ...about, amount: `${amount}.00`, lines });
    await this.hear({ topic: "refunds/create", payload: refund });
  }

  async reviews(name: Name): Promise<void> {
    const at = new Date(this.passes());
    const action = { kind: "review" as const, name: "review", sourceKey: at.toISOString(), at };
    await awardAction(this.id, { customerId: this.of(name), ...action });
  }

  async tellsBirthday(name: Name, day: number): Promise<void> {
    const birthday = { month: 3, day };
    await saveProfile(this.id, this.of(name), { birthday }, new Date(this.passes()));
  }

  /** Somebody new buys for 40 by this one's link. */
  async bringsFriend(name: Name): Promise<bigint> {
    const at = new Date(this.passes());
    const code = await inShop(this.id, (tx) => ensureReferralCode(tx, this.of(name), at));
    const { visitId } = await recordVisit(this.id, { code, ip: null }, at);
    const id = ++this.orders;
    const friend = { email: `friend-${id}@example.com`, createdAt: this.passes() };
    await this.order(id, 40, friend, [{ name: "_encore_ref", value: visitId }]);
    return id;
  }

  /** The member turns out to have the guest's email. What somebody said before about the guest's being another one is forgotten. */
  async joins(guest: Guest, member: Member): Promise<void> {
    const where = { customerId: this.of(guest) };
    await inShop(this.id, (tx) => tx.identifier.updateMany({ where, data: { blocked: false } }));
    const email = this.emails[guest];
    for (const other of ["Kim", "Lee"] as const)
      if (this.emails[other] === email) this.emails[other] = `${other.toLowerCase()}@example.com`;
    this.emails[member] = email;
    await this.hear({ topic: "customers/update", payload: this.claim(member) });
  }

  /** Shopify makes Lee a part of Kim. */
  async mergeInShopify(): Promise<void> {
    const gid = (name: Member) => `gid://shopify/Customer/${shopifyIds[name]}`;
    const payload = {
      admin_graphql_api_customer_kept_id: gid("Kim"),
      admin_graphql_api_customer_deleted_id: gid("Lee"),
      admin_graphql_api_job_id: null,
      status: "completed",
      errors: [],
    };
    this.passes();
    await this.hear({ topic: "customers/merge", payload });
  }

  parts(guest: Guest) {
    return unmergeRecords(this.id, this.of(guest), "staff.1", new Date(this.passes()));
  }

  async drain(): Promise<void> {
    const quiet = async () => {};
    const outside = {
      "publish-balance": quiet,
      "publish-offers": quiet,
      "publish-program": quiet,
      "publish-tier": quiet,
      "create-shopify-rewards": quiet,
      "withdraw-rewards": quiet,
      "notify-integrations": quiet,
    };
    await drainReactions({ ...handlers, ...outside }, AbortSignal.timeout(60_000));
  }

  /** Everything that was ever done about anything is done once more. */
  async hearAllAgain(): Promise<void> {
    await haveRunAgain(this.id, BEGUN);
    await this.drain();
  }

  of(name: Name): string {
    return this.ids.get(name) as string;
  }

  private async order(
    id: bigint,
    amount: number,
    traits: object,
    attributes: object[],
  ): Promise<void> {
    const lines = [{ id: id * 10n, price: `${amount}.00`, quantity: 1 }];
    const order = orderPayload({ id, currency: CURRENCY, lines, ...traits });
    const payload = { ...order, note_attributes: attributes };
    await this.hear({ topic: "orders/paid", payload });
  }

  private claim(member: Member): object {
    const updatedAt = this.passes();
    return customerPayload({ id: shopifyIds[member], email: this.emails[member], updatedAt });
  }

  private async hear(...sent: Sent[]): Promise<void> {
    await deliver(this.domain, sent);
    await processDeliveries(this.domain);
  }

  private async recordOf(name: Name): Promise<string> {
    const where = isMember(name)
      ? { shopifyId: shopifyIds[name] }
      : { shopifyId: null, email: this.emails[name] };
    return inShop(this.id, async (tx) => (await tx.customer.findFirstOrThrow({ where })).id);
  }

  /** An hour passes. */
  private passes(): string {
    this.at = new Date(this.at.getTime() + HOUR_MS);
    return this.at.toISOString();
  }
}
