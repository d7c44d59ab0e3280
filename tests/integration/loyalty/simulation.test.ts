import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { Retry } from "#app/ground/retry.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { loadProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import { findSimulation, startSimulation } from "#app/loyalty/simulation/simulation.server.ts";
import { workOnSimulation } from "#app/loyalty/simulation/work-on-simulation.server.ts";
import {
  appendOrderEvent,
  haveCustomer,
  createOrder,
  haveRefund,
  balanceOf,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");
const clock = () => at;

/** Ann with two orders of 30 and 20, Ben with one of 10 of which 4 went back, Cem with one that was cancelled. */
async function shopWithPast() {
  const { id } = await createShop();
  const shop = { id, timezone: "UTC" };
  const people = [];
  for (const shopifyId of [1n, 2n, 3n]) people.push(await haveCustomer(id, { shopifyId }));
  const [ann = "", ben = "", cem = ""] = people;
  const line = (lineId: bigint, priceMinor: number) => ({ id: lineId, priceMinor });
  await createOrder(id, { id: 1n, customerId: ann, lines: [line(11n, 3_000)] });
  await createOrder(id, { id: 2n, customerId: ann, lines: [line(12n, 2_000)] });
  await createOrder(id, { id: 3n, customerId: ben, lines: [line(13n, 600), line(14n, 400)] });
  await haveRefund(id, { id: 9n, orderId: 3n, lines: [{ lineId: 14n, quantity: 1 }] });
  await createOrder(id, { id: 4n, customerId: cem, cancelled: true, lines: [line(15n, 900)] });
  await awardPoints(id, await appendOrderEvent(id, "order.paid", 1n, 2n, 3n, 4n));
  return { shop, ann, ben };
}

async function simulate(shop: { id: string; timezone: string }, settings: object, atOnce?: number) {
  const id = await startSimulation(shop.id, settings, at);
  await workOnSimulation(shop, clock, atOnce);
  return findSimulation(shop.id, id);
}

test("a rule that gives twice as much is tried over the past, and nothing moves", async () => {
  const { shop, ann, ben } = await shopWithPast();
  const found = await simulate(shop, { pointsPerUnit: 2 });

  expect(found).toMatchObject({
    state: "done",
    tally: {
      points: { old: 56, new: 112 },
      out: { old: 56, new: 112 },
      more: 2,
      less: 0,
      months: { "2026-11": { old: 56, new: 112 } },
      examples: [
        { customerId: ann, old: 50, new: 100 },
        { customerId: ben, old: 6, new: 12 },
      ],
    },
  });
  expect(await balanceOf(shop.id, ann)).toEqual({ available: 50, debt: 0 });
  expect(await loadProgram(shop.id)).toMatchObject({ pointsPerUnit: 1, version: 1 });
});

test("the rule that the shop has gives what was given", async () => {
  const { shop } = await shopWithPast();
  const found = await simulate(shop, {});
  expect(found?.tally).toMatchObject({
    points: { old: 56, new: 56 },
    more: 0,
    less: 0,
    examples: [],
  });
});

test("what the simulation says is what orders get once the rule is saved", async () => {
  const { shop } = await shopWithPast();
  const settings = { pointsPerUnit: 3, unitMinor: 700n, rounding: "up" } as const;
  const found = await simulate(shop, settings);

  const again = await createShop();
  await saveProgram(again.id, settings, at);
  const customerId = await haveCustomer(again.id, { shopifyId: 1n });
  await createOrder(again.id, { id: 1n, customerId, lines: [{ id: 11n, priceMinor: 3_000 }] });
  await createOrder(again.id, { id: 2n, customerId, lines: [{ id: 12n, priceMinor: 2_000 }] });
  await awardPoints(again.id, await appendOrderEvent(again.id, "order.paid", 1n, 2n));
  const { available } = await balanceOf(again.id, customerId);
  expect(found?.tally?.examples).toContainEqual(expect.objectContaining({ new: available }));
});

test("shipping is tried like the rest of a rule", async () => {
  const { id } = await createShop();
  const customerId = await haveCustomer(id, { shopifyId: 1n });
  const lines = [{ id: 11n, priceMinor: 9_550 }];
  await createOrder(id, { id: 1n, customerId, lines, shippingMinor: 490 });
  await awardPoints(id, await appendOrderEvent(id, "order.paid", 1n));
  const found = await simulate({ id, timezone: "UTC" }, { includeShipping: true });
  expect(found?.tally?.points).toEqual({ old: 95, new: 100 });
});

test("a worker that dies goes on where it was, and a newer simulation ends an older one", async () => {
  const { shop } = await shopWithPast();
  const first = await startSimulation(shop.id, { pointsPerUnit: 5 }, at);
  const second = await startSimulation(shop.id, { pointsPerUnit: 2 }, at);
  expect(await findSimulation(shop.id, first)).toMatchObject({ state: "failed", tally: null });

  await Promise.all([workOnSimulation(shop, clock, 1), workOnSimulation(shop, clock, 1)]);
  await workOnSimulation(shop, clock, 1);
  expect(await findSimulation(shop.id, second)).toMatchObject({
    state: "done",
    tally: { points: { old: 56, new: 112 } },
  });
});

test("how far it is, is told in customers, also where its worker died", async () => {
  const { shop } = await shopWithPast();
  const id = await startSimulation(shop.id, { pointsPerUnit: 2 }, at);
  expect(await findSimulation(shop.id, id)).toMatchObject({ customers: 0, total: 3 });
  let parts = 0;
  const dying = () => {
    if (++parts === 2) throw new Retry("the worker is gone");
    return at;
  };
  await workOnSimulation(shop, dying, 1);
  expect(await findSimulation(shop.id, id)).toMatchObject({
    ...{ state: "running", customers: 1, total: 3 },
    startedAt: at.toISOString(),
  });
  await workOnSimulation(shop, clock, 1);
  expect(await findSimulation(shop.id, id)).toMatchObject({ state: "done", customers: 3 });
});

test("a collection that was never read is read first", async () => {
  const { shop } = await shopWithPast();
  const id = await startSimulation(shop.id, { excludedCollectionIds: [7n] }, at);
  await workOnSimulation(shop, clock);
  expect(await findSimulation(shop.id, id)).toMatchObject({ state: "running" });

  await inShop(shop.id, (tx) => tx.collection.updateMany({ data: { readAt: at } }));
  await workOnSimulation(shop, clock);
  expect(await findSimulation(shop.id, id)).toMatchObject({ state: "done" });
});
