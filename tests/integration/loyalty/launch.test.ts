import { beforeEach, expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { inShop } from "#app/ground/db.server.ts";
import type { Past } from "#app/loyalty/launch/past.ts";
import {
  launchProgram,
  loadStanding,
  pauseProgram,
  previewLaunch,
  relaunchProgram,
  startAgain,
} from "#app/loyalty/launch/program-runs.server.ts";
import type { Tally } from "#app/loyalty/launch/tally.ts";
import { workOnRuns } from "#app/loyalty/launch/work-on-runs.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { adjustBalance } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { expirePoints } from "#app/loyalty/ledger/due/expire-points.server.ts";
import { saveProgram } from "#app/loyalty/program/program.server.ts";
import { redeem } from "#app/loyalty/rewards/redemption/redeem.server.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { updateTiersAndAchievements } from "#app/loyalty/update-tiers-and-achievements.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { PartialRetry } from "#app/ground/retry.ts";
import { draftProgram } from "#tests/support/loyalty/draft-program.ts";
import {
  appendOrderEvent,
  balanceOf,
  createOrder,
  haveCustomer,
  haveRefund,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");
const by = { actor: "staff.1", at };
const day = (date: string) => new Date(`2026-${date}T09:00:00Z`);

let shop: string;
let ann: string;
let ben: string;

beforeEach(async () => {
  shop = (await createShop()).id;
  await draftProgram(shop, at);
  [ann, ben] = [await haveCustomer(shop), await haveCustomer(shop)];
  await haveCustomer(shop); // Who never bought anything.
});

const bought = async (id: bigint, customerId: string, minor: number, createdAt = day("11-01")) => {
  const line = { id: id * 10n, priceMinor: minor };
  await createOrder(shop, { id, customerId, lines: [line], totalMinor: minor, createdAt });
  const paid = {
    type: "order.paid",
    orderId: id,
    customerId: null,
    occurredAt: createdAt,
  } as const;
  const key = { source: "webhook", dedupeKey: `order.paid.${id}` } as const;
  const draft = { ...paid, ...key, properties: { orderId: String(id) } };
  return inShop(shop, (tx) => appendEvents(tx, shop, [draft], at));
};
const told = async (events: StoredEvent[]) => {
  await awardPoints(shop, events);
  await updateTiersAndAchievements(shop, events).catch((error: unknown) => {
    if (!(error instanceof PartialRetry)) throw error;
  });
};
const run = (customersAtOnce?: number) => workOnRuns(shop, () => at, customersAtOnce);
const standing = () => loadStanding(shop, at);

async function has(): Promise<Tally> {
  const rows = await inShop(
    shop,
    (tx) =>
      tx.$queryRaw<{ points: bigint; tierId: string | null }[]>`
      SELECT coalesce(a.available + a.pending, 0)::bigint AS points, m.tier_id::text AS "tierId"
      FROM customer c
      LEFT JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
      LEFT JOIN tier_membership m ON m.shop_id = c.shop_id AND m.customer_id = c.id
      WHERE c.shop_id = ${shop}::uuid`,
  );
  const tiers: Tally["tiers"] = {};
  for (const { points, tierId } of rows) {
    if (points === 0n && tierId === null) continue;
    const tier = (tiers[tierId ?? "none"] ??= { customers: 0, points: 0 });
    tier.customers += 1;
    tier.points += Number(points);
  }
  return {
    members: rows.filter(({ points }) => points > 0n).length,
    points: rows.reduce((sum, { points }) => sum + Number(points), 0),
    tiers,
  };
}

test("a draft gives nothing for an order, and owes nothing", async () => {
  const events = await bought(1n, ann, 5000);
  await awardPoints(shop, events);
  await updateTiersAndAchievements(shop, events);
  expect(await has()).toEqual({ members: 0, points: 0, tiers: {} });
});

test.each<[string, Past, number]>([
  ["all", { kind: "all" }, 5000 / 100 + 700 / 100 + 60_000 / 100],
  ["since a day", { kind: "since", since: "2026-10-01T00:00:00.000Z" }, 50 + 600],
  ["none", { kind: "none" }, 0],
])(
  "with past orders: %s, the launch gives what the preview said, to the point",
  async (_, past, points) => {
    await bought(1n, ann, 5000);
    await bought(2n, ann, 700, day("09-01"));
    await bought(3n, ben, 60_000);

    await previewLaunch(shop, past, by);
    await run(1);
    const { preview, program } = await standing();
    expect(preview).toMatchObject({ state: "done", result: { points } });
    expect(program).toMatchObject({ state: "draft", earnsFrom: null, launchedAt: null });
    expect(await has()).toEqual({ members: 0, points: 0, tiers: {} });

    await launchProgram(shop, past, by);
    await run(1);
    const after = await standing();
    expect(after).toMatchObject({ running: null, program: { state: "live", launchedAt: at } });
    expect(after.latest?.result).toEqual(preview?.result);
    expect(await has()).toEqual(preview?.result);
    expect(await verifyLedger(shop)).toEqual([]);
  },
);

test("where the past does not count, it lifts nobody into a tier later either", async () => {
  for (let id = 1n; id <= 4n; id++) await bought(id, ann, 1000, day("10-01"));
  await launchProgram(shop, { kind: "none" }, by);
  await run();
  const events = await bought(5n, ann, 1000, new Date(at.getTime() + 3_600_000));
  await awardPoints(shop, events);
  await updateTiersAndAchievements(shop, events);
  const tier = await inShop(
    shop,
    (tx) =>
      tx.$queryRaw`SELECT t.name FROM tier_membership m JOIN tier t USING (shop_id) WHERE m.customer_id = ${ann}::uuid AND t.id = m.tier_id`,
  );
  expect(tier).toEqual([{ name: "New" }]);
  expect(await balanceOf(shop, ann)).toMatchObject({ available: 10 });
});

test("a worker that dies in the midst of a launch costs nothing, and nothing is given twice", async () => {
  await bought(1n, ann, 5000);
  await bought(2n, ben, 3000);
  await launchProgram(shop, { kind: "all" }, by);
  let steps = 0;
  const dying = () => {
    if (++steps === 2) throw new Error("killed");
    return at;
  };
  await expect(workOnRuns(shop, dying, 1)).rejects.toThrow("killed");
  expect(await standing()).toMatchObject({
    running: { customers: 1 },
    program: { state: "draft" },
  });
  await run(1);
  await run(1);
  expect(await has()).toMatchObject({ members: 2, points: 80 });
});

test("what happens during a launch waits for its end", async () => {
  await bought(1n, ann, 5000);
  await launchProgram(shop, { kind: "all" }, by);
  const events = await bought(2n, ben, 3000);
  await awardPoints(shop, events);
  await expect(updateTiersAndAchievements(shop, events)).rejects.toBeInstanceOf(PartialRetry);
  await run();
  await updateTiersAndAchievements(shop, events);
  expect(await has()).toMatchObject({ points: 80 });
});

test("nobody hears of the past: what a launch does, it heard of as an import is", async () => {
  await bought(1n, ann, 60_000);
  await launchProgram(shop, { kind: "all" }, by);
  await run();
  const sources = await inShop(
    shop,
    (tx) =>
      tx.$queryRaw<{ type: string }[]>`
      SELECT DISTINCT type, source FROM event
      WHERE shop_id = ${shop}::uuid AND customer_id IS NOT NULL AND type <> 'order.paid' ORDER BY type`,
  );
  expect(sources.map(({ type }) => type)).toContain("tier.changed");
  expect(sources.filter((one) => (one as { source?: string }).source !== "backfill")).toEqual([]);
});

async function launched(): Promise<void> {
  await launchProgram(shop, { kind: "all" }, by);
  await run();
}

test("a program that was changed after its preview is not launched by it", async () => {
  await previewLaunch(shop, { kind: "all" }, by);
  await run();
  const { preview } = await standing();
  await saveProgram(shop, { pointsPerUnit: 3 }, at);
  const seen = preview?.programVersion ?? null;
  expect(await launchProgram(shop, { kind: "all" }, by, seen)).toEqual({ outcome: "refused" });
  expect(await standing()).toMatchObject({ program: { state: "draft" } });
});

test("a second launch, a pause of a draft and a relaunch of what is live are refused", async () => {
  expect(await pauseProgram(shop, by)).toBe(false);
  expect(await relaunchProgram(shop, by)).toEqual({ outcome: "refused" });
  await launched();
  expect(await launchProgram(shop, { kind: "all" }, by)).toEqual({ outcome: "refused" });
  expect(await startAgain(shop, by)).toEqual({ outcome: "refused" });
});

test("while it is paused nothing is earned, redeemed or expired, and a refund takes back", async () => {
  await saveProgram(
    shop,
    { expiry: { kind: "fixed", every: 1, unit: "months", activity: [] } },
    day("01-01"),
  );
  await bought(1n, ann, 60_000, day("11-20"));
  await launched();
  await pauseProgram(shop, by);

  const later = new Date("2027-02-01T00:00:00Z");
  await awardPoints(shop, await bought(2n, ann, 1000, day("11-25")));
  await expirePoints(shop, later);
  const [reward] = await listRewards(shop, at);
  const ask = { customerId: ann, rewardId: reward?.id ?? "", clientKey: "k", at };
  expect(await redeem(shop, ask)).toEqual({
    outcome: "refused",
    reason: { code: "not_available" },
  });
  expect(await balanceOf(shop, ann)).toMatchObject({ available: 600 });

  await haveRefund(shop, { id: 1n, orderId: 1n, lines: [{ lineId: 10n, quantity: 1 }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await balanceOf(shop, ann)).toMatchObject({ available: 0, debt: 0 });
});

const arrivals = ["before the pause", "in the pause", "after the relaunch"] as const;

test.each(arrivals)(
  "an order paid before a pause, heard of %s, earns in the end; one paid in it never does",
  async (heard) => {
    await launchProgram(shop, { kind: "none" }, { ...by, at: day("11-01") });
    await run();
    const hear = async (when: (typeof arrivals)[number]) => {
      if (when === heard) await told(await bought(1n, ann, 5000, day("11-05")));
      const late = heard === "before the pause" ? "in the pause" : heard;
      if (when === late) await told(await bought(2n, ben, 7000, day("11-15")));
    };
    await hear("before the pause");
    await pauseProgram(shop, { ...by, at: day("11-10") });
    await hear("in the pause");
    await relaunchProgram(shop, { ...by, at: day("11-20") });
    await workOnRuns(shop, () => day("11-20"));
    await hear("after the relaunch");
    // What waited for the relaunch.
    await told(await appendOrderEvent(shop, "order.changed", 1n, 2n));

    expect(await balanceOf(shop, ann)).toMatchObject({ available: 50 });
    expect(await balanceOf(shop, ben)).toMatchObject({ available: 0 });
  },
);

test("points that expired in a pause are there for 30 days after it", async () => {
  await saveProgram(
    shop,
    { expiry: { kind: "fixed", every: 1, unit: "months", activity: [] } },
    day("01-01"),
  );
  await bought(1n, ann, 5000, day("11-20"));
  await launched();
  await pauseProgram(shop, by);
  const january = new Date("2027-01-10T12:00:00Z");
  await relaunchProgram(shop, { ...by, at: january });
  await workOnRuns(shop, () => january);
  await expirePoints(shop, new Date("2027-02-09T12:00:00Z"));
  expect(await balanceOf(shop, ann)).toMatchObject({ available: 50 });
  await expirePoints(shop, new Date("2027-02-10T12:00:00Z"));
  expect(await balanceOf(shop, ann)).toMatchObject({ available: 0 });
});

test("starting again reverses everything, and the next launch is as the first", async () => {
  await bought(1n, ann, 60_000);
  await bought(2n, ben, 3000);
  await launched();
  const first = await has();
  const gift = { customerId: ben, points: 500n, clientKey: "gift" };
  await adjustBalance(shop, { ...gift, notes: { internal: null, public: null } }, "staff.1", at);
  await pauseProgram(shop, by);

  await startAgain(shop, by);
  await run(1);
  expect(await standing()).toMatchObject({ running: null, program: { state: "draft" } });
  expect(await has()).toEqual({ members: 0, points: 0, tiers: {} });
  expect(await verifyLedger(shop)).toEqual([]);

  await saveProgram(shop, { pointsPerUnit: 2 }, at);
  await previewLaunch(shop, { kind: "all" }, by);
  await run();
  await launched();
  const { preview } = await standing();
  expect(await has()).toEqual(preview?.result);
  expect((await has()).points).toBe(2 * first.points);
  expect(await verifyLedger(shop)).toEqual([]);
});
