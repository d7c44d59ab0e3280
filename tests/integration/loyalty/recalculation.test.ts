import { beforeEach, expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import {
  compareBalances,
  keepBalances,
  lastRecalculation,
  listChanges,
  recalculateBalances,
} from "#app/loyalty/launch/recalculation.server.ts";
import { pauseProgram } from "#app/loyalty/launch/program-runs.server.ts";
import { workOnRuns } from "#app/loyalty/launch/work-on-runs.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { loadProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import {
  balanceOf,
  createOrder,
  haveCustomer,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { updateTiersAndAchievements } from "#app/loyalty/update-tiers-and-achievements.server.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");
const by = { actor: "staff.1", at };

let shop: string;
let ann: string;
let ben: string;

beforeEach(async () => {
  shop = (await createShop()).id;
  await loadProgram(shop);
  [ann, ben] = [await haveCustomer(shop), await haveCustomer(shop)];
  await bought(1n, ann, 5_000);
  await bought(2n, ben, 3_000);
});

async function bought(id: bigint, customerId: string, minor: number) {
  const createdAt = new Date("2026-11-01T10:00:00Z");
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
  const events = await inShop(shop, (tx) => appendEvents(tx, shop, [draft], at));
  await awardPoints(shop, events);
  await updateTiersAndAchievements(shop, events);
}

/** An older release had given half of what the order is worth today. */
async function wasGivenHalf(orderId: bigint, minor: bigint) {
  await inShop(
    shop,
    (tx) => tx.$executeRaw`UPDATE order_line SET discount_minor = ${minor}
      WHERE shop_id = ${shop}::uuid AND order_id = ${orderId}`,
  );
}

const run = (customersAtOnce?: number) => workOnRuns(shop, () => at, customersAtOnce);
const last = async () => (await lastRecalculation(shop, at))!;
const list = async () =>
  (await listChanges(shop, (await last()).run.id, { after: null, limit: 10 })).changes;

test("balances that today's rules would change are listed, and changed when the merchant agrees", async () => {
  await wasGivenHalf(1n, 2_500n); // What Shopify says of it now; nobody was told.
  await compareBalances(shop, by);
  await run(1);

  const { run: comparison } = await last();
  expect(comparison).toMatchObject({ kind: "comparison", state: "done", customers: 2 });
  expect(comparison.result).toEqual({ customers: 1, added: 0, taken: 25, tiers: 0 });
  expect(await list()).toMatchObject([{ customerId: ann, pointsBefore: 50, pointsAfter: 25 }]);
  expect(await balanceOf(shop, ann)).toMatchObject({ available: 50 });

  await recalculateBalances(shop, comparison.id, by);
  await run(1);
  expect((await last()).run).toMatchObject({
    kind: "recalculation",
    state: "done",
    total: 1,
    result: comparison.result,
  });
  expect(await balanceOf(shop, ann)).toMatchObject({ available: 25 });
  expect(await balanceOf(shop, ben)).toMatchObject({ available: 30 });
  expect((await loadProgram(shop)).state).toBe("live");
  expect(await verifyLedger(shop)).toEqual([]);

  const moved = await inShop(shop, (tx) =>
    tx.event.findMany({ where: { type: "points.changed" }, orderBy: { id: "asc" } }),
  );
  expect(moved.map(({ source }) => source)).toEqual(["webhook", "webhook", "backfill"]);

  await compareBalances(shop, by);
  await run();
  expect((await last()).run.result).toEqual({ customers: 0, added: 0, taken: 0, tiers: 0 });
});

test("whoever was merged since is counted as who they are now", async () => {
  await wasGivenHalf(1n, 2_500n);
  await compareBalances(shop, by);
  await run();
  await mergeCustomer(shop, ann, ben);
  await inShop(shop, (tx) =>
    tx.order.updateMany({ where: { customerId: ann }, data: { customerId: ben } }),
  );
  await recalculateBalances(shop, (await last()).run.id, by);
  await run();
  expect((await last()).run.state).toBe("done");
  expect(await verifyLedger(shop)).toEqual([]);
});

test("nothing is changed that the merchant has not seen, or has decided to leave", async () => {
  await wasGivenHalf(1n, 2_500n);
  await compareBalances(shop, by);
  expect(await recalculateBalances(shop, (await last()).run.id, by)).toEqual({
    outcome: "refused",
  });
  await run();
  const seen = (await last()).run.id;
  await compareBalances(shop, by);
  await run();
  expect(await recalculateBalances(shop, seen, by)).toEqual({ outcome: "refused" });

  const program = await loadProgram(shop);
  await saveProgram(shop, { ...program, includeTips: !program.includeTips }, at);
  expect((await last()).isOutdated).toBe(true);
  expect(await recalculateBalances(shop, (await last()).run.id, by)).toEqual({
    outcome: "refused",
  });

  await compareBalances(shop, by);
  await run();
  await keepBalances(shop, (await last()).run.id);
  expect((await last()).run.state).toBe("dismissed");
  expect(await recalculateBalances(shop, (await last()).run.id, by)).toEqual({
    outcome: "refused",
  });
  expect(await balanceOf(shop, ann)).toMatchObject({ available: 50 });
});

test("a program that is paused is not recalculated, and one that is being recalculated is not paused", async () => {
  await compareBalances(shop, by);
  await run();
  await recalculateBalances(shop, (await last()).run.id, by);
  expect(await pauseProgram(shop, by)).toBe(false);
  await run();
  expect(await pauseProgram(shop, by)).toBe(true);
  expect(await compareBalances(shop, by)).toEqual({ outcome: "refused" });
});
