import { expect, test } from "vitest";

import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { saveProgram } from "#app/loyalty/program/program.server.ts";
import { findSimulation, startSimulation } from "#app/loyalty/simulation/simulation.server.ts";
import { workOnSimulation } from "#app/loyalty/simulation/work-on-simulation.server.ts";
import { handlers } from "#app/reactions.server.ts";
import {
  haveCustomer,
  createOrder,
  haveRefund,
  appendOrderEvent,
  balanceOf,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const timezone = "America/New_York";
const at = new Date("2026-11-01T10:00:00Z");
const cap = { points: 100, period: "day" } as const;

async function cappedShop(orderCap: typeof cap | null = cap) {
  const { id } = await createShop({ currency: "USD", timezone });
  await saveProgram(id, { orderCap }, at);
  return id;
}

/** An order of 60, so many hours into the shop's 10 November. */
async function buys(shop: string, customerId: string, id: bigint, hours: number): Promise<void> {
  const createdAt = new Date(Date.parse("2026-11-10T05:00:00Z") + hours * 3600_000);
  await createOrder(shop, { id, customerId, lines: [{ id, priceMinor: 6_000 }], createdAt });
  await appendOrderEvent(shop, "order.paid", id);
}

/** Does what points have to do with; nobody is told of it. */
const react = () => {
  const quiet = Object.fromEntries(Object.keys(handlers).map((name) => [name, async () => {}]));
  const { "update-loyalty": award, "merge-accounts": merge } = handlers;
  const loud = { ...quiet, "update-loyalty": award, "merge-accounts": merge };
  return drainReactions(loud, new AbortController().signal);
};

test("orders of a day give a hundred at the most, the earlier ones first, by the shop's days", async () => {
  const shop = await cappedShop();
  const ann = await haveCustomer(shop);
  for (const [id, hours] of [
    [1n, 0],
    [2n, 12],
    [3n, 23],
  ] as const)
    await buys(shop, ann, id, hours);
  await react();
  expect(await balanceOf(shop, ann)).toEqual({ available: 100, debt: 0 });
  await buys(shop, ann, 4n, 24); // Another day.
  await buys(shop, await haveCustomer(shop), 5n, 1);
  await react();
  expect(await balanceOf(shop, ann)).toEqual({ available: 160, debt: 0 });
});

test("whatever is heard first, and however often, it ends the same: what a refund frees goes to the orders after it", async () => {
  const shop = await cappedShop();
  const steps = ["first", "second", "third", "refund"] as const;
  const stories = [];
  for (const [index, order] of permutations(steps).entries()) {
    const ann = await haveCustomer(shop);
    const [a, b, c] = [1n, 2n, 3n].map((one) => BigInt(index) * 10n + one) as [
      bigint,
      bigint,
      bigint,
    ];
    const does = {
      first: () => buys(shop, ann, a, 1),
      second: () => buys(shop, ann, b, 2),
      third: () => buys(shop, ann, c, 3),
      refund: async () => {
        await haveRefund(shop, { id: a, orderId: a, lines: [{ lineId: a, quantity: 1 }] });
        await appendOrderEvent(shop, "order.changed", a);
      },
    };
    stories.push({ ann, order, does });
  }
  const twice = [0, 1, 2, 3, 0, 1, 2, 3];
  for (const step of twice) {
    for (const { order, does } of stories) await does[order[step] as (typeof steps)[number]]();
    await react();
  }
  for (const { ann, order } of stories)
    expect(await balanceOf(shop, ann), order.join()).toEqual({ available: 100, debt: 0 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("orders keep the cap that they were first awarded by", async () => {
  const shop = await cappedShop(null);
  const ann = await haveCustomer(shop);
  await buys(shop, ann, 1n, 1);
  await buys(shop, ann, 2n, 2);
  await react();
  await saveProgram(shop, { orderCap: cap }, at);
  await buys(shop, ann, 3n, 3);
  await react();
  expect(await balanceOf(shop, ann)).toEqual({ available: 120, debt: 0 });
});

test("two records that become one share a cap", async () => {
  const shop = await cappedShop();
  const ann = await haveCustomer(shop);
  const other = await haveCustomer(shop);
  await buys(shop, ann, 1n, 1);
  await buys(shop, other, 2n, 2);
  await react();
  await mergeCustomer(shop, other, ann);
  await react();
  expect(await balanceOf(shop, ann)).toEqual({ available: 100, debt: 0 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("a cap is tried over past orders as it would have been", async () => {
  const shop = await cappedShop(null);
  const ann = await haveCustomer(shop);
  for (const id of [1n, 2n, 3n]) await buys(shop, ann, id, Number(id));
  await react();
  const id = await startSimulation(shop, { orderCap: cap }, at);
  await workOnSimulation({ id: shop, timezone }, () => at);
  expect((await findSimulation(shop, id))?.tally?.points).toEqual({ old: 180, new: 100 });
});

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
