import { beforeEach, expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import { awardAction } from "#app/loyalty/earning/actions/award-action.server.ts";
import { awardBirthdays } from "#app/loyalty/earning/actions/award-birthdays.server.ts";
import { awardMilestones } from "#app/loyalty/earning/actions/award-milestones.server.ts";
import { awardSignups } from "#app/loyalty/earning/actions/award-signups.server.ts";
import type {
  EarningAction,
  EarningActionKind,
  EarningActionSettings,
} from "#app/loyalty/earning/actions/earning-action.ts";
import {
  listEarningActions,
  saveEarningAction,
  type SavedEarningAction,
} from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { saveProfile } from "#app/loyalty/earning/actions/save-profile.server.ts";
import { claimOnFirstSignIn } from "#app/loyalty/earning/orders/claim-points.server.ts";
import { claimMerged } from "#app/loyalty/earning/orders/claim-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { handlers } from "#app/reactions.server.ts";
import { dueJobs } from "#tests/support/due-jobs.ts";
import {
  balancesOf,
  haveCustomer,
  createOrder,
  haveRefund,
  appendOrderEvent,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const timezone = "America/New_York";
const at = new Date("2026-11-10T15:00:00Z");

let shop: string;
let ann: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD", timezone })).id;
  ann = await haveCustomer(shop, { createdAt: new Date("2026-11-10T12:00:00Z") });
});

/** A way that is switched on from 1 November. */
function pays<Kind extends EarningActionKind>(
  kind: Kind,
  points: bigint,
  settings: EarningActionSettings[Kind],
  limit: EarningAction["limit"] = null,
): Promise<EarningAction | null> {
  const earningAction = {
    id: null,
    kind,
    name: `For ${kind}`,
    active: true,
    points,
    settings,
    limit,
  };
  return saveEarningAction(
    shop,
    earningAction as unknown as SavedEarningAction,
    new Date("2026-11-01T05:00:00Z"),
  );
}

function reviewed(sourceKey: string, traits: { photo?: boolean; at?: Date; who?: string } = {}) {
  const { photo = false, who = ann } = traits;
  const action = { kind: "review" as const, name: "review", sourceKey, photo };
  return awardAction(shop, { customerId: who, ...action, at: traits.at ?? at });
}

test("a new shop finds its ways ready, all of them switched off", async () => {
  const earningActions = await listEarningActions(shop);
  expect(earningActions.map(({ kind }) => kind)).toContain("birthday");
  expect(earningActions.filter(({ active }) => active)).toEqual([]);
  expect(await listEarningActions(shop)).toEqual(earningActions);
  expect(await reviewed("r1")).toEqual({ outcome: "no_earning_action" });
});

test("a review earns, with a photo more; the same review earns once", async () => {
  await pays("review", 25n, { photoPoints: "50" });
  expect(await reviewed("r1")).toEqual({ outcome: "earned", points: 25n });
  expect(await reviewed("r1")).toEqual({ outcome: "known" });
  expect(await reviewed("r2", { photo: true })).toEqual({ outcome: "earned", points: 50n });
  expect(await balancesOf(shop, ann)).toEqual({ available: 75, pending: 0, debt: 0 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("caps: two reviews a month, by the shop's calendar; the next can be earned in the next", async () => {
  await pays("review", 10n, { photoPoints: "10" }, { count: 2, period: "month" });
  const lateNovember = new Date("2026-12-01T04:30:00Z"); // Still November in New York.
  expect((await reviewed("r1")).outcome).toBe("earned");
  expect((await reviewed("r2", { at: lateNovember })).outcome).toBe("earned");
  expect(await reviewed("r3", { at: lateNovember })).toEqual({
    outcome: "limit",
    again: new Date("2026-12-01T05:00:00Z"),
  });
  expect((await reviewed("r4", { at: new Date("2026-12-01T05:00:00Z") })).outcome).toBe("earned");
  expect((await reviewed("r5", { who: await haveCustomer(shop) })).outcome).toBe("earned");
});

test("caps hold also when everything comes at the same moment", async () => {
  await pays("review", 10n, { photoPoints: "10" }, { count: 2, period: "ever" });
  const all = await Promise.all(Array.from({ length: 12 }, (_, index) => reviewed(`r${index}`)));
  expect(all.filter(({ outcome }) => outcome === "earned")).toHaveLength(2);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 20 });
});

test("custom events are told apart by their names, a share by its network; shoppers' own words are theirs alone", async () => {
  await pays("custom", 30n, { eventName: "came_to_the_opening" });
  await pays(
    "social_share",
    5n,
    { network: "x", url: "https://x.com" },
    { count: 1, period: "month" },
  );
  const say = (kind: "custom" | "social_share", name: string, customerId = ann) =>
    awardAction(shop, { customerId, kind, name, sourceKey: "1", at });
  expect(await say("custom", "something_else")).toEqual({ outcome: "no_earning_action" });
  expect(await say("custom", "came_to_the_opening")).toEqual({ outcome: "earned", points: 30n });
  expect(await say("social_share", "facebook")).toEqual({ outcome: "no_earning_action" });
  expect(await say("social_share", "x")).toEqual({ outcome: "earned", points: 5n });
  expect(await say("social_share", "x")).toEqual({ outcome: "known" });
  expect(await say("social_share", "x", await haveCustomer(shop))).toMatchObject({
    outcome: "earned",
  });
});

test("what a guest does earns points that wait for their sign-in", async () => {
  await pays("survey", 20n, {});
  const guest = await haveCustomer(shop, { shopifyId: null });
  const survey = { kind: "survey" as const, name: "survey", sourceKey: "s1", at };
  await awardAction(shop, { customerId: guest, ...survey });
  expect(await balancesOf(shop, guest)).toEqual({ available: 0, pending: 20, debt: 0 });
  await claimOnFirstSignIn(shop, guest, at);
  expect(await balancesOf(shop, guest)).toEqual({ available: 20, pending: 0, debt: 0 });
});

test("a sign-up earns once: for Shopify's word, or for the first sign-in of somebody new", async () => {
  await pays("signup", 50n, { since: null });
  const old = await haveCustomer(shop, { createdAt: new Date("2026-10-31T12:00:00Z") });
  for (const customerId of [ann, old]) {
    await claimOnFirstSignIn(shop, customerId, at);
    await awardSignups(shop, await heard("customer.verified", customerId, at));
  }
  await awardSignups(shop, await heard("customer.registered", ann, at));
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 50 });
  expect(await balancesOf(shop, old)).toMatchObject({ available: 0 });
});

test("milestones: the second order earns once, and a refund between does not make it earn again", async () => {
  await pays("orders_milestone", 100n, { at: 2, since: null });
  await pays("spend_milestone", 70n, { atMinor: "10000", since: null });
  const buy = async (id: bigint) => {
    const createdAt = new Date(at.getTime() + Number(id));
    await createOrder(shop, { id, customerId: ann, lines: [], createdAt, totalMinor: 5000 });
    await awardMilestones(shop, await ofAnn(await appendOrderEvent(shop, "order.paid", id)));
  };
  await buy(1n);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 0 });
  await buy(2n);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 170 });

  await createOrder(shop, { id: 2n, customerId: ann, lines: [], financialState: "refunded" });
  await haveRefund(shop, { id: 9n, orderId: 2n });
  await awardMilestones(shop, await ofAnn(await appendOrderEvent(shop, "order.changed", 2n)));
  await buy(3n);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 170 });
});

test("milestones that were passed before they were switched on are not paid", async () => {
  const createdAt = new Date("2026-10-01T10:00:00Z");
  for (const id of [1n, 2n])
    await createOrder(shop, { id, customerId: ann, lines: [], createdAt, totalMinor: 5000 });
  await pays("orders_milestone", 100n, { at: 2, since: null });
  await createOrder(shop, { id: 3n, customerId: ann, lines: [], createdAt: at, totalMinor: 5000 });
  await awardMilestones(shop, await ofAnn(await appendOrderEvent(shop, "order.paid", 3n)));
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 0 });
});

test("a milestone is reached on the day that it was, also when its refund was heard of before it", async () => {
  await pays("orders_milestone", 100n, { at: 2, since: null });
  await pays("spend_milestone", 70n, { atMinor: "10000", since: null });
  const refunded = { lines: [], financialState: "refunded", totalMinor: 5000 };
  const buy = (id: bigint, traits: object = {}) =>
    createOrder(shop, {
      id,
      customerId: ann,
      lines: [],
      createdAt: at,
      totalMinor: 5000,
      ...traits,
    });
  await buy(1n);
  await buy(2n, { ...refunded, createdAt: new Date(at.getTime() + 1) });
  const refundedAt = new Date(at.getTime() + 2);
  await haveRefund(shop, { id: 9n, orderId: 2n, amountMinor: 5000, createdAt: refundedAt });
  await awardMilestones(shop, await ofAnn(await appendOrderEvent(shop, "order.changed", 1n, 2n)));
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 170 });
});

test("a milestone is not reached by an order that came after another had gone back", async () => {
  await pays("orders_milestone", 100n, { at: 2, since: null });
  await createOrder(shop, {
    id: 1n,
    customerId: ann,
    lines: [],
    createdAt: at,
    financialState: "refunded",
  });
  await haveRefund(shop, { id: 9n, orderId: 1n, createdAt: new Date(at.getTime() + 1) });
  await createOrder(shop, {
    id: 2n,
    customerId: ann,
    lines: [],
    createdAt: new Date(at.getTime() + 2),
  });
  await awardMilestones(shop, await ofAnn(await appendOrderEvent(shop, "order.paid", 2n)));
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 0 });
});

test("a milestone that two records reach only as one person is paid when they become one", async () => {
  await pays("orders_milestone", 100n, { at: 2, since: null });
  const other = await haveCustomer(shop);
  await createOrder(shop, { id: 1n, customerId: ann, lines: [], createdAt: at });
  await createOrder(shop, { id: 2n, customerId: other, lines: [], createdAt: at });
  const merged = await mergeCustomer(shop, other, ann);
  await handlers["merge-accounts"](shop, merged);
  await handlers["merge-accounts"](shop, merged);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 100 });
});

test("a birthday is paid on the day, once a year, whatever is said of it later", async () => {
  await pays("birthday", 100n, { toldDaysBefore: 30, since: null });
  const tell = (month: number, day: number, when: string) =>
    saveProfile(shop, ann, { birthday: { month, day } }, new Date(when));
  const run = async (when: string) => {
    const there = (await dueJobs(shop, new Date(when))).includes("award-birthdays");
    await awardBirthdays(shop, new Date(when));
    return { there, ...(await balancesOf(shop, ann)) };
  };
  await tell(12, 24, "2026-11-10T15:00:00Z");
  expect(await run("2026-12-24T04:59:00Z")).toMatchObject({ there: false, available: 0 });
  expect(await run("2026-12-24T05:00:00Z")).toMatchObject({ there: true, available: 100 });
  expect(await run("2026-12-25T05:00:00Z")).toMatchObject({ there: false, available: 100 });

  await tell(3, 1, "2026-12-26T15:00:00Z"); // Another day, so that it would come sooner.
  expect(await run("2027-03-01T15:00:00Z")).toMatchObject({ there: false, available: 100 });
  expect(await run("2028-03-01T15:00:00Z")).toMatchObject({ there: true, available: 200 });
});

test("a birthday that was told too late waits for the next one; one on 29 February is on the 28th in other years", async () => {
  await pays("birthday", 100n, { toldDaysBefore: 30, since: null });
  await saveProfile(
    shop,
    ann,
    { birthday: { month: 2, day: 29 } },
    new Date("2027-02-01T15:00:00Z"),
  );
  await awardBirthdays(shop, new Date("2027-02-28T15:00:00Z"));
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 0 });
  await awardBirthdays(shop, new Date("2028-02-28T15:00:00Z"));
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 0 }); // 2028 has a 29th.
  await awardBirthdays(shop, new Date("2028-02-29T15:00:00Z"));
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 100 });
  await awardBirthdays(shop, new Date("2029-02-28T15:00:00Z"));
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 200 });
});

test("a profile is completed once; a day that is none is refused", async () => {
  await pays("profile", 25n, {});
  const tell = (month: number, day: number) =>
    saveProfile(shop, ann, { birthday: { month, day } }, at);
  expect(await tell(2, 30)).toEqual({ outcome: "refused", reason: "no_such_day" });
  expect(await tell(2, 28)).toEqual({ outcome: "saved", points: 25n });
  expect(await tell(2, 27)).toEqual({ outcome: "saved", points: 0n });
});

test("two records that become one person are given nothing twice", async () => {
  await pays("profile", 25n, {});
  const other = await haveCustomer(shop);
  await saveProfile(shop, other, { birthday: { month: 5, day: 5 } }, at);
  const merged = await mergeCustomer(shop, other, ann);
  await transferPoints(shop, merged);
  await claimMerged(shop, merged);
  await claimMerged(shop, merged);
  const again = await saveProfile(shop, ann, { birthday: { month: 5, day: 6 } }, at);
  expect(again).toEqual({ outcome: "saved", points: 0n });
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 25 });
});

function ofAnn<Event extends object>(events: Event[]) {
  return Promise.resolve(events.map((event) => ({ ...event, customerId: ann })));
}

async function heard(
  type: "customer.verified" | "customer.registered",
  customerId: string,
  occurredAt: Date,
) {
  const event = {
    type,
    customerId,
    orderId: null,
    occurredAt,
    source: "webhook" as const,
    dedupeKey: `${type}.${customerId}.again`,
    properties: {},
  };
  return inShop(shop, (tx) => appendEvents(tx, shop, [event], occurredAt));
}
