import { expect, test } from "vitest";

import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { unmergeRecords } from "#app/loyalty/accounts-merge/unmerge-customers.server.ts";
import { awardOrders } from "#app/loyalty/earning/orders/award-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { saveProgram } from "#app/loyalty/program/program.server.ts";
import { handlers } from "#app/reactions.server.ts";
import { deliver, type Sent } from "#tests/support/deliver.ts";
import { balance, haveRedemption, post, step } from "#tests/support/loyalty/ledger-actions.ts";
import { customerPayload, orderPayload } from "#tests/support/payloads.ts";
import { haveRunAgain } from "#tests/support/run-again.ts";
import { createShop } from "#tests/support/shop.ts";

const ADA = 9007199254740995n;
const AT = new Date("2026-03-20T10:00:00Z");

const signUp = (updatedAt = "2026-03-05T10:00:00Z"): Sent => ({
  topic: "customers/update",
  payload: customerPayload({ id: ADA, email: "ada@example.com", createdAt: updatedAt }),
});
const guestOrder = (id: bigint): Sent => ({
  topic: "orders/paid",
  payload: orderPayload({ id, email: "ada@example.com", createdAt: "2026-03-01T10:00:00Z" }),
});
const memberOrder = (id: bigint): Sent => ({
  topic: "orders/paid",
  payload: orderPayload({
    id,
    customer: { id: ADA, email: "ada@example.com", createdAt: "2026-03-05T10:00:00Z" },
    createdAt: "2026-03-09T10:00:00Z",
  }),
});

async function hear(domain: string, ...sent: Sent[]): Promise<void> {
  for (const one of sent) {
    await deliver(domain, [one]);
    await processDeliveries(domain);
  }
  const quiet = async () => {};
  await drainReactions(
    {
      ...handlers,
      "publish-balance": quiet,
      "publish-program": quiet,
      "notify-integrations": quiet,
    },
    AbortSignal.timeout(30_000),
  );
}

/** All points, whether they can be spent yet or not. */
async function worth(shopId: string, customerId: string): Promise<number> {
  const { available, pending, held, debt } = await balance(shopId, customerId);
  return available + pending + held - debt;
}

test("case 37: an email joined two people; parted, each has what is theirs, and the next order does not join them again", async () => {
  const { id: shop, domain } = await createShop();
  await hear(domain, guestOrder(1n), signUp(), memberOrder(2n), guestOrder(3n));
  const [guest, ada] = await inShop(shop, async (tx) => [
    await tx.customer.findFirstOrThrow({ where: { mergedIntoId: { not: null } } }),
    await tx.customer.findFirstOrThrow({ where: { shopifyId: ADA } }),
  ]);
  const each = (await worth(shop, ada.id)) / 3;
  expect(each).toBeGreaterThan(0);

  const undone = await unmergeRecords(shop, guest.id, "staff.1", AT);
  expect(undone).toMatchObject({ outcome: "unmerged", keptId: ada.id });
  await hear(domain);
  expect(await worth(shop, ada.id)).toBe(each);
  expect(await worth(shop, guest.id)).toBe(2 * each);
  expect(await verifyLedger(shop)).toEqual([]);
  const people = await inShop(shop, (tx) =>
    tx.customer.findMany({
      orderBy: { ordersCount: "asc" },
      select: { id: true, ordersCount: true },
    }),
  );
  expect(people).toEqual([
    { id: ada.id, ordersCount: 1 },
    { id: guest.id, ordersCount: 2 },
  ]);
  const awards = await inShop(shop, (tx) =>
    tx.orderAward.findMany({ orderBy: { orderId: "asc" } }),
  );
  expect(awards.map(({ customerId }) => customerId)).toEqual([guest.id, ada.id, guest.id]);

  await hear(domain, signUp("2026-04-01T10:00:00Z"), guestOrder(4n), memberOrder(5n));
  expect(await worth(shop, ada.id)).toBe(2 * each);
  expect(await worth(shop, guest.id)).toBe(3 * each);
  expect(await unmergeRecords(shop, guest.id, "staff.1", AT)).toEqual({
    outcome: "refused",
    reason: "not_merged",
  });
});

test("who is parted no longer shares what orders give at the most", async () => {
  const { id: shop, domain } = await createShop();
  await saveProgram(shop, { orderCap: { points: 80, period: "month" } }, AT);
  await hear(domain, guestOrder(1n), signUp(), memberOrder(2n));
  const [guest, ada] = await inShop(shop, async (tx) => [
    await tx.customer.findFirstOrThrow({ where: { mergedIntoId: { not: null } } }),
    await tx.customer.findFirstOrThrow({ where: { shopifyId: ADA } }),
  ]);
  expect(await worth(shop, ada.id)).toBe(80);
  await unmergeRecords(shop, guest.id, "staff.1", AT);
  await hear(domain);
  expect([await worth(shop, guest.id), await worth(shop, ada.id)]).toEqual([50, 50]);
  expect(await verifyLedger(shop)).toEqual([]);
});

test("case 37: heard twice, parting gives nothing twice; what the guest had redeemed goes back with it", async () => {
  const { id: shop, domain } = await createShop();
  await hear(domain, guestOrder(1n));
  const guest = await inShop(shop, (tx) => tx.customer.findFirstOrThrow());
  const gift = { kind: "adjust" as const, points: 30n, customerId: guest.id };
  const about = { occurredAt: AT, source: "app" as const, idempotencyKey: "gift" };
  await post(shop, { ...gift, ...about, reason: { code: "points_released", points: "30" } }, AT);
  const redemption = await haveRedemption(shop, guest.id, 20, AT);
  await post(shop, step("hold", guest.id, redemption, 20, { at: AT }), AT);
  const before = await balance(shop, guest.id);

  await hear(domain, signUp(), memberOrder(2n));
  const ada = await inShop(shop, (tx) =>
    tx.customer.findFirstOrThrow({ where: { shopifyId: ADA } }),
  );
  expect(await balance(shop, ada.id)).toMatchObject({ held: 20 });

  await unmergeRecords(shop, guest.id, "staff.1", AT);
  await hear(domain);
  await haveRunAgain(shop, AT, "unmerge-accounts");
  await hear(domain);
  expect(await balance(shop, guest.id)).toEqual(before);
  expect(await balance(shop, ada.id)).toMatchObject({ held: 0, debt: 0 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("an order's points stay where they are while nobody manages to part the accounts", async () => {
  const { id: shop, domain } = await createShop();
  await hear(domain, guestOrder(1n), signUp(), memberOrder(2n));
  const [guest, ada] = await inShop(shop, async (tx) => [
    await tx.customer.findFirstOrThrow({ where: { mergedIntoId: { not: null } } }),
    await tx.customer.findFirstOrThrow({ where: { shopifyId: ADA } }),
  ]);
  const each = (await worth(shop, ada.id)) / 2;
  await unmergeRecords(shop, guest.id, "staff.1", AT);

  const turnTo = (from: string, to: string) =>
    inShop(shop, (tx) =>
      tx.reaction.updateMany({ where: { shopId: shop, state: from }, data: { state: to } }),
    );
  const award = (orderId: bigint) =>
    inShop(shop, (tx) =>
      awardOrders(tx, new Map([[orderId, { occurredAt: AT, source: "app" }]]), AT),
    );
  await turnTo("pending", "failed");
  expect((await award(1n)).parting).toEqual([1n]);
  expect((await award(2n)).parting).toEqual([]);
  expect([await worth(shop, guest.id), await worth(shop, ada.id)]).toEqual([0, 2 * each]);

  await turnTo("failed", "pending");
  await hear(domain);
  expect((await award(1n)).parting).toEqual([]);
  expect([await worth(shop, guest.id), await worth(shop, ada.id)]).toEqual([each, each]);
  expect(await verifyLedger(shop)).toEqual([]);
});

test("a merge that Shopify made is not undone here", async () => {
  const { id: shop, domain } = await createShop();
  await hear(domain, guestOrder(1n), signUp());
  await inShop(shop, (tx) => tx.identityEdge.updateMany({ data: { reason: "merged_in_shopify" } }));
  const guest = await inShop(shop, (tx) =>
    tx.customer.findFirstOrThrow({ where: { mergedIntoId: { not: null } } }),
  );
  expect(await unmergeRecords(shop, guest.id, "staff.1", AT)).toEqual({
    outcome: "refused",
    reason: "merged_in_shopify",
  });
});
