import { beforeEach, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { pauseProgram } from "#app/loyalty/launch/program-runs.server.ts";
import { loadProgram, type Program, saveProgram } from "#app/loyalty/program/program.server.ts";
import {
  entriesOf,
  haveCustomer,
  createOrder,
  haveRefund,
  appendOrderEvent,
  balanceOf,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

let shop: string;
let ann: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD" })).id;
  ann = await haveCustomer(shop);
});

/** An order of one line, paid and awarded. */
async function bought(id: bigint, totalMinor: number, customerId = ann): Promise<void> {
  await createOrder(shop, { id, customerId, lines: [{ id: id * 10n, priceMinor: totalMinor }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.paid", id));
}

async function refunded(orderId: bigint, refundId = orderId): Promise<void> {
  await haveRefund(shop, {
    id: refundId,
    orderId,
    lines: [{ lineId: orderId * 10n, quantity: 1 }],
  });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", orderId));
}

/** As a redemption will: the points and their lots are gone. */
async function spend(customerId: string): Promise<void> {
  await inShop(shop, async (tx) => {
    const where = { shopId_customerId: { shopId: shop, customerId } };
    const { available, seq } = await tx.ledgerAccount.findUniqueOrThrow({ where });
    await tx.$executeRaw`
      INSERT INTO ledger_entry (shop_id, id, customer_id, seq, kind, available_delta, outside, outside_delta, idempotency_key,
        actor, reason, occurred_at, recorded_at)
      VALUES (${shop}::uuid, gen_random_uuid(), ${customerId}::uuid, ${seq + 1n}, 'redeem', ${-available}, 'redeemed', ${available},
        gen_random_uuid()::text, 'encore', '{}', now(), now())`;
    await tx.$executeRaw`
      INSERT INTO lot_use (shop_id, lot_id, entry_id, points)
      SELECT shop_id, id, (SELECT id FROM ledger_entry e WHERE e.customer_id = ${customerId}::uuid AND e.kind = 'redeem'), remaining
      FROM lot WHERE customer_id = ${customerId}::uuid AND remaining > 0`;
    await tx.$executeRaw`UPDATE lot SET remaining = 0 WHERE customer_id = ${customerId}::uuid`;
    await tx.ledgerAccount.update({ where, data: { available: 0, seq: seq + 1n } });
  });
}

async function change(settings: Partial<Program>): Promise<void> {
  await saveProgram(shop, { ...(await loadProgram(shop)), ...settings }, now());
}

async function expectSound(): Promise<void> {
  expect(await verifyLedger(shop)).toEqual([]);
}

test("cases 1 to 4 through the database: three of 9.99, one of them and an amount given back", async () => {
  await createOrder(shop, {
    id: 1n,
    customerId: ann,
    lines: [{ id: 10n, priceMinor: 999, quantity: 3 }],
  });
  await awardPoints(shop, await appendOrderEvent(shop, "order.paid", 1n));
  expect(await balanceOf(shop, ann)).toEqual({ available: 29, debt: 0 });

  await haveRefund(shop, { id: 1n, orderId: 1n, lines: [{ lineId: 10n, quantity: 1 }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await balanceOf(shop, ann)).toEqual({ available: 19, debt: 0 });

  await haveRefund(shop, { id: 2n, orderId: 1n, amountMinor: 500, adjustmentMinor: 500 });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await balanceOf(shop, ann)).toEqual({ available: 14, debt: 0 });
  await expectSound();
});

test("case 5: the rule is doubled before the refund: −50, not −100", async () => {
  await bought(1n, 5000);
  await change({ pointsPerUnit: 2 });
  await refunded(1n);
  expect(await balanceOf(shop, ann)).toEqual({ available: 0, debt: 0 });
  await bought(2n, 5000);
  expect(await balanceOf(shop, ann)).toEqual({ available: 100, debt: 0 });
});

test("case 6: the program is paused before the refund: −50", async () => {
  await bought(1n, 5000);
  await pauseProgram(shop, { actor: "staff.1", at: now() });
  await refunded(1n);
  expect(await balanceOf(shop, ann)).toEqual({ available: 0, debt: 0 });
});

test("case 9: earn 100, spend 100, refund → debt 100; then earn 150 → available 50", async () => {
  await bought(1n, 10000);
  await spend(ann);
  await refunded(1n);
  expect(await balanceOf(shop, ann)).toEqual({ available: 0, debt: 100 });
  await bought(2n, 15000);
  expect(await balanceOf(shop, ann)).toEqual({ available: 50, debt: 0 });
  await expectSound();
});

test("case 9, settings: forgiven, or owed up to a limit; the order is not asked for it again", async () => {
  await change({ shortfall: "forgive" });
  await bought(1n, 10000);
  await spend(ann);
  await refunded(1n);
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await balanceOf(shop, ann)).toEqual({ available: 0, debt: 0 });

  await change({ shortfall: "debt", debtLimit: 30n });
  const bob = await haveCustomer(shop);
  await bought(2n, 10000, bob);
  await spend(bob);
  await refunded(2n);
  expect(await balanceOf(shop, bob)).toEqual({ available: 0, debt: 30 });
  await expectSound();
});

test("case 10: orders A 100 and B 100; refund B → A's lot stays whole", async () => {
  await bought(1n, 10000);
  await bought(2n, 10000);
  await refunded(2n);
  const lots = await inShop(shop, (tx) => tx.lot.findMany({ orderBy: { orderId: "asc" } }));
  expect(lots.map(({ orderId, remaining }) => [orderId, remaining])).toEqual([
    [1n, 100n],
    [2n, 0n],
  ]);
});

test("case 15: buy a 50 card + 30 goods → 30", async () => {
  const lines = [
    { id: 1n, priceMinor: 5000, giftCard: true },
    { id: 2n, priceMinor: 3000 },
  ];
  await createOrder(shop, { id: 1n, customerId: ann, lines });
  await awardPoints(shop, await appendOrderEvent(shop, "order.paid", 1n));
  expect(await balanceOf(shop, ann)).toEqual({ available: 30, debt: 0 });
});

test("case 18: edited after payment 50 → 80 → 60: +30, −20", async () => {
  await bought(1n, 5000);
  for (const total of [8000, 6000]) {
    await createOrder(shop, {
      id: 1n,
      customerId: ann,
      financialState: "partially_paid",
      lines: [{ id: 10n, priceMinor: total }],
    });
    await awardPoints(shop, await appendOrderEvent(shop, "order.edited", 1n));
  }
  expect(await entriesOf(shop)).toEqual([
    ["earn", 50],
    ["earn", 30],
    ["reverse", -20],
  ]);
  await expectSound();
});

test("case 19: the same event three times, together and apart: +50 once", async () => {
  await createOrder(shop, { id: 1n, customerId: ann, lines: [{ id: 10n, priceMinor: 5000 }] });
  const events = await appendOrderEvent(shop, "order.paid", 1n);
  await awardPoints(shop, [...events, ...events]);
  await awardPoints(shop, events);
  expect(await entriesOf(shop)).toEqual([["earn", 50]]);
});

test("case 20: the refund arrives before the order is paid: 60", async () => {
  const order = { id: 1n, customerId: ann, lines: [{ id: 10n, priceMinor: 2000, quantity: 5 }] };
  await haveRefund(shop, { id: 1n, orderId: 1n, lines: [{ lineId: 10n, quantity: 2 }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n)); // The order itself is not known yet.
  await createOrder(shop, { ...order, financialState: "pending" });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await entriesOf(shop)).toEqual([]);
  await createOrder(shop, order);
  await awardPoints(shop, await appendOrderEvent(shop, "order.paid", 1n));
  expect(await entriesOf(shop)).toEqual([["earn", 60]]);
});

test("cases 44 to 46: cancelled, test and free orders earn nothing and leave no entry", async () => {
  const lines = (id: bigint) => [{ id, priceMinor: id === 3n ? 0 : 5000 }];
  await createOrder(shop, {
    id: 1n,
    customerId: ann,
    cancelled: true,
    financialState: "voided",
    lines: lines(1n),
  });
  await createOrder(shop, { id: 2n, customerId: ann, test: true, lines: lines(2n) });
  await createOrder(shop, { id: 3n, customerId: ann, lines: lines(3n) });
  await awardPoints(shop, await appendOrderEvent(shop, "order.paid", 1n, 2n, 3n));
  expect(await entriesOf(shop)).toEqual([]);
});

test("case 44: an order cancelled after payment gives its points back", async () => {
  await bought(1n, 5000);
  await createOrder(shop, {
    id: 1n,
    customerId: ann,
    cancelled: true,
    lines: [{ id: 10n, priceMinor: 5000 }],
  });
  await awardPoints(shop, await appendOrderEvent(shop, "order.cancelled", 1n));
  expect(await entriesOf(shop)).toEqual([
    ["earn", 50],
    ["reverse", -50],
  ]);
});

test("case 47: for one unit each, a shop in yen earns a point a yen, one in dinars a point a dinar", async () => {
  for (const [currency, unitMinor, priceMinor, points] of [
    ["JPY", 1n, 150, 150],
    ["KWD", 1000n, 1500, 1],
  ] as const) {
    const { id } = await createShop({ currency });
    await saveProgram(id, { unitMinor }, now());
    const customerId = await haveCustomer(id);
    await createOrder(id, { id: 1n, customerId, lines: [{ id: 1n, priceMinor }] });
    await awardPoints(id, await appendOrderEvent(id, "order.paid", 1n));
    expect(await balanceOf(id, customerId)).toEqual({ available: points, debt: 0 });
  }
});

test("an order of nobody waits for somebody", async () => {
  const order = {
    id: 1n,
    customerId: null as string | null,
    lines: [{ id: 10n, priceMinor: 5000 }],
  };
  await createOrder(shop, order);
  await awardPoints(shop, await appendOrderEvent(shop, "order.paid", 1n));
  expect(await entriesOf(shop)).toEqual([]);
  await createOrder(shop, { ...order, customerId: ann });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await balanceOf(shop, ann)).toEqual({ available: 50, debt: 0 });
});

test("an order that turns out to be somebody else's takes its points along", async () => {
  const bob = await haveCustomer(shop);
  await bought(1n, 5000);
  await createOrder(shop, { id: 1n, customerId: bob, lines: [{ id: 10n, priceMinor: 5000 }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await balanceOf(shop, ann)).toEqual({ available: 0, debt: 0 });
  expect(await balanceOf(shop, bob)).toEqual({ available: 50, debt: 0 });
  await expectSound();
});

test("case 37: merged customers' points move once, with their dates, and later refunds find their lot", async () => {
  const guest = await haveCustomer(shop);
  await bought(1n, 10000, guest);
  await bought(2n, 20000);
  const merged = await mergeCustomer(shop, guest, ann);
  await transferPoints(shop, merged);
  await transferPoints(shop, merged);
  expect(await balanceOf(shop, guest)).toEqual({ available: 0, debt: 0 });
  expect(await balanceOf(shop, ann)).toEqual({ available: 300, debt: 0 });

  await refunded(1n);
  const lots = await inShop(shop, (tx) =>
    tx.lot.findMany({ where: { customerId: ann }, orderBy: { orderId: "asc" } }),
  );
  expect(lots.map(({ remaining }) => remaining)).toEqual([0n, 200n]);
  await expectSound();
});

test("an order that is refunded before the merge's points were moved has them moved first", async () => {
  const guest = await haveCustomer(shop);
  await change({ shortfall: "forgive" });
  await bought(1n, 10000, guest);
  await bought(3n, 5000, guest);
  const merged = await mergeCustomer(shop, guest, ann);
  await refunded(1n);
  expect(await balanceOf(shop, ann)).toEqual({ available: 50, debt: 0 });
  await transferPoints(shop, merged);
  await refunded(3n);
  expect(await balanceOf(shop, ann)).toEqual({ available: 0, debt: 0 });
  await expectSound();
});

test("points of a record that was merged twice over end where the person is", async () => {
  const [first, second] = [await haveCustomer(shop), await haveCustomer(shop)];
  await bought(1n, 10000, first);
  const events = [
    ...(await mergeCustomer(shop, first, second)),
    ...(await mergeCustomer(shop, second, ann)),
  ];
  await transferPoints(shop, events);
  expect(await balanceOf(shop, ann)).toEqual({ available: 100, debt: 0 });
  await expectSound();
});

test("every entry that moves a balance says so once, with the balance it left", async () => {
  await bought(1n, 5000);
  await refunded(1n);
  const events = await inShop(shop, (tx) =>
    tx.event.findMany({ where: { type: "points.changed" }, orderBy: { id: "asc" } }),
  );
  expect(
    events.map(({ customerId, orderId, properties }) => ({
      customerId,
      orderId,
      ...(properties as object),
    })),
  ).toMatchObject([
    { customerId: ann, orderId: 1n, kind: "earn", available: "50", points: "50" },
    { customerId: ann, orderId: 1n, kind: "reverse", available: "0", points: "-50" },
  ]);
  const reactions = await inShop(shop, (tx) =>
    tx.reaction.findMany({ where: { name: "publish-balance" } }),
  );
  expect(reactions).toHaveLength(2);
});

test("the program changes its version only when something is different, and the storefront is told", async () => {
  const program = await loadProgram(shop);
  expect(program).toMatchObject({
    version: 1,
    state: "live",
    pointsPerUnit: 1,
    unitMinor: 100n,
    shortfall: "debt",
  });
  expect(await saveProgram(shop, program, now())).toEqual(program);
  const saved = await saveProgram(
    shop,
    { ...program, unitMinor: 1000n, excludedProductIds: [5n], earnsFrom: new Date(0) },
    now(),
  );
  expect(saved).toMatchObject({
    version: 2,
    unitMinor: 1000n,
    excludedProductIds: [5n],
    earnsFrom: new Date(0),
  });
  expect(await loadProgram(shop)).toEqual(saved);

  const told = await inShop(shop, (tx) =>
    tx.reaction.count({ where: { name: "publish-program" } }),
  );
  expect(told).toBe(2);
});

test("a balance that something changed past the ledger is found", async () => {
  await bought(1n, 5000);
  await inShop(shop, (tx) => tx.ledgerAccount.updateMany({ data: { available: 70 } }));
  expect(await verifyLedger(shop)).toEqual([
    {
      customerId: ann,
      wrong: ["available is 70, its entries make 50", "lots hold 50, available is 70"],
    },
  ]);
});

test("property 6: a key that the ledger has with other content is an error, and nothing is written", async () => {
  await bought(1n, 5000);
  await inShop(shop, (tx) => tx.orderAward.updateMany({ data: { posted: 0, revision: 0 } })); // As if it were forgotten.
  await createOrder(shop, { id: 1n, customerId: ann, lines: [{ id: 10n, priceMinor: 9000 }] });
  await expect(
    awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n)),
  ).rejects.toThrow("another entry with the key earn.order.1");
  expect(await entriesOf(shop)).toEqual([["earn", 50]]);

  await createOrder(shop, { id: 1n, customerId: ann, lines: [{ id: 10n, priceMinor: 5000 }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await entriesOf(shop)).toEqual([["earn", 50]]);
  await expectSound();
});
