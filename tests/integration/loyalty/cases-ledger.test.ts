import { beforeEach, expect, test } from "vitest";

import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { auditLedger } from "#app/loyalty/ledger/audit/audit-ledger.server.ts";
import { unfreezeAccount } from "#app/loyalty/unfreeze-account.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import { IdempotencyKeyReused } from "#app/loyalty/ledger/ledger-batch.ts";
import type { EarnDraft } from "#app/loyalty/ledger/ledger-entry.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import { saveProgram } from "#app/loyalty/program/program.server.ts";
import { handlers } from "#app/reactions.server.ts";
import {
  haveCustomer,
  createOrder,
  haveRefund,
  appendOrderEvent,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import {
  adjust,
  balance,
  earn,
  haveRedemption,
  post,
  step,
  takeBack,
} from "#tests/support/loyalty/ledger-actions.ts";
import { createShop } from "#tests/support/shop.ts";

const AT = new Date("2026-11-01T10:00:00Z");
const daysOn = (days: number) => new Date(AT.getTime() + days * 86_400_000);

let shop: string;
let ann: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD" })).id;
  ann = await haveCustomer(shop);
});

/** An order of one line, paid. */
async function bought(id: bigint, totalMinor: number, customerId = ann): Promise<void> {
  await createOrder(shop, { id, customerId, lines: [{ id: id * 10n, priceMinor: totalMinor }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.paid", id));
}

test("case 11: 100 pending, 40 refunded → 60 pending", async () => {
  await saveProgram(shop, { pendingDays: 36_500 }, AT);
  await createOrder(shop, {
    id: 1n,
    customerId: ann,
    lines: [
      { id: 10n, priceMinor: 6000 },
      { id: 11n, priceMinor: 4000 },
    ],
  });
  await awardPoints(shop, await appendOrderEvent(shop, "order.paid", 1n));
  expect(await balance(shop, ann)).toMatchObject({ available: 0, pending: 100 });
  await haveRefund(shop, { id: 1n, orderId: 1n, lines: [{ lineId: 11n, quantity: 1 }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await balance(shop, ann)).toMatchObject({ available: 0, pending: 60, debt: 0 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("case 12: the pending period goes from 14 to 3 days: an old order stays at 14", async () => {
  await saveProgram(shop, { pendingDays: 36_514 }, AT);
  await bought(1n, 1000);
  await saveProgram(shop, { pendingDays: 36_503 }, AT);
  await bought(2n, 500);
  await releasePoints(shop, daysOn(36_503));
  expect(await balance(shop, ann)).toMatchObject({ available: 5, pending: 10 });
  await releasePoints(shop, daysOn(36_513));
  expect(await balance(shop, ann)).toMatchObject({ available: 5, pending: 10 });
  await releasePoints(shop, daysOn(36_515));
  await releasePoints(shop, daysOn(36_516));
  expect(await balance(shop, ann)).toMatchObject({ available: 15, pending: 0, qualifying: 15 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("case 13: refunded as store credit → −100; the credit spent again → +100", async () => {
  await bought(1n, 10000);
  await haveRefund(shop, { id: 1n, orderId: 1n, lines: [{ lineId: 10n, quantity: 1 }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await balance(shop, ann)).toMatchObject({ available: 0, debt: 0 });
  await bought(2n, 10000);
  expect(await balance(shop, ann)).toMatchObject({ available: 100, debt: 0 });
});

test("case 19: the same webhook three times, by three workers: +50", async () => {
  await createOrder(shop, { id: 1n, customerId: ann, lines: [{ id: 10n, priceMinor: 5000 }] });
  const heard = await appendOrderEvent(shop, "order.paid", 1n);
  await Promise.all([1, 2, 3].map(() => awardPoints(shop, heard)));
  expect(await balance(shop, ann)).toMatchObject({ available: 50 });
  expect(await inShop(shop, (tx) => tx.ledgerEntry.count())).toBe(1);
});

test("case 20: order 100, refund 40, either first → 60", async () => {
  const order = { customerId: ann, lines: (id: bigint) => [{ id, priceMinor: 2000, quantity: 5 }] };
  const paid = async (id: bigint) => {
    await createOrder(shop, { id, ...order, lines: order.lines(id * 10n) });
    await awardPoints(shop, await appendOrderEvent(shop, "order.paid", id));
  };
  const refunded = async (id: bigint) => {
    await haveRefund(shop, { id, orderId: id, lines: [{ lineId: id * 10n, quantity: 2 }] });
    await awardPoints(shop, await appendOrderEvent(shop, "order.changed", id));
  };
  await paid(1n);
  await refunded(1n);
  expect(await balance(shop, ann)).toMatchObject({ available: 60 });
  await refunded(2n);
  await paid(2n);
  expect(await balance(shop, ann)).toMatchObject({ available: 120 });
});

test("case 21: twenty redemptions of 500 at once, balance 500: exactly 1 succeeds, balance 0", async () => {
  await post(shop, earn(ann, 500, { at: AT }), AT);
  const tries = Array.from({ length: 20 }, async () => {
    const id = await haveRedemption(shop, ann, 500, AT);
    return post(shop, step("hold", ann, id, 500, { at: AT }), AT);
  });
  const outcomes = (await Promise.all(tries)).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === "posted")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === "short")).toHaveLength(19);
  expect(await balance(shop, ann)).toMatchObject({ available: 0, held: 500, debt: 0 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("case 34: Gold at 500: +600, −400 spent → 600 still count", async () => {
  await post(shop, earn(ann, 600, { at: AT }), AT);
  const id = await haveRedemption(shop, ann, 400, AT);
  await post(shop, step("hold", ann, id, 400, { at: AT }), AT);
  await post(shop, step("capture", ann, id, 400, { at: AT }), AT);
  await post(shop, adjust(ann, -100, { at: AT }), AT);
  expect(await balance(shop, ann)).toMatchObject({ available: 100, held: 0, qualifying: 600 });
  await post(shop, takeBack(ann, 60, { at: AT }), AT);
  expect(await balance(shop, ann)).toMatchObject({ available: 40, qualifying: 540 });
});

test("a redemption is captured in parts, and what is left of it goes back; nothing resolves twice", async () => {
  await post(shop, earn(ann, 100, { at: AT }), AT);
  const id = await haveRedemption(shop, ann, 100, AT);
  const take = (kind: "hold" | "capture" | "void" | "return", points: number) =>
    post(shop, step(kind, ann, id, points, { at: AT }), AT);
  await take("hold", 100);
  await take("capture", 60);
  expect(await take("void", 50)).toEqual({ outcome: "short", available: 40n });
  await take("void", 40);
  expect(await take("capture", 1)).toEqual({ outcome: "short", available: 0n });
  await take("return", 25);
  expect(await take("return", 36)).toEqual({ outcome: "short", available: 35n });
  expect(await balance(shop, ann)).toEqual({
    available: 65,
    pending: 0,
    held: 0,
    debt: 0,
    qualifying: 100,
  });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("the same key is one entry, also for somebody who was merged since; with other content it is an error", async () => {
  const bob = await haveCustomer(shop);
  await post(shop, earn(ann, 10, { at: AT, key: "earn.review.1" }), AT);
  expect((await post(shop, earn(ann, 10, { at: AT, key: "earn.review.1" }), AT)).outcome).toBe(
    "known",
  );
  await inShop(shop, (tx) =>
    tx.customer.update({
      where: { shopId_id: { shopId: shop, id: ann } },
      data: { mergedIntoId: bob },
    }),
  );
  expect((await post(shop, earn(bob, 10, { at: AT, key: "earn.review.1" }), AT)).outcome).toBe(
    "known",
  );
  await expect(post(shop, earn(bob, 11, { at: AT, key: "earn.review.1" }), AT)).rejects.toThrow(
    "another entry with the key earn.review.1",
  );
  // What is posted for the record that is no more reaches the one that it became, with all that it held.
  await post(shop, earn(ann, 5, { at: AT }), AT);
  expect(await balance(shop, bob)).toMatchObject({ available: 15 });
  expect(await balance(shop, ann)).toMatchObject({ available: 0 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("a batch is posted whole or not at all", async () => {
  await post(shop, earn(ann, 10, { at: AT, key: "earn.review.1" }), AT);
  const drafts = [earn(ann, 5, { at: AT }), earn(ann, 99, { at: AT, key: "earn.review.1" })];
  await expect(inShop(shop, (tx) => postEntries(tx, drafts, AT))).rejects.toThrow();
  expect(await balance(shop, ann)).toMatchObject({ available: 10 });
});

test("an account that does not add up is frozen, holds up nobody, loses nothing, and moves again once it was put right", async () => {
  const bob = await haveCustomer(shop);
  await bought(1n, 5000);
  await bought(2n, 5000, bob);
  await inShop(shop, (tx) =>
    tx.ledgerAccount.updateMany({ where: { customerId: ann }, data: { available: 70 } }),
  );
  expect(await auditLedger(shop, AT)).toMatchObject([{ customerId: ann }]);
  expect(await unfreezeAccount(shop, ann, { actor: "staff.1", at: AT })).toHaveLength(2);

  expect((await post(shop, earn(ann, 5, { at: AT }), AT)).outcome).toBe("frozen");
  for (const [id, customerId] of [
    [3n, ann],
    [4n, bob],
  ] as const)
    await createOrder(shop, { id, customerId, lines: [{ id: id * 10n, priceMinor: 1000 }] });
  await appendOrderEvent(shop, "order.paid", 3n, 4n);
  await drainReactions(
    { ...handlers, "publish-balance": async () => {}, "publish-program": async () => {} },
    AbortSignal.timeout(20_000),
  );
  expect(await balance(shop, bob)).toMatchObject({ available: 60 });
  expect(await balance(shop, ann)).toMatchObject({ available: 70 });
  const waiting = () =>
    inShop(shop, (tx) =>
      tx.reaction.findMany({ where: { name: "update-loyalty", state: "pending" } }),
    );
  // Of her first order only tiers and achievements wait, of the third its points, too.
  const frozen = { lastError: "Retry: An account is frozen", waitsFor: "account.unfrozen" };
  expect(await waiting()).toMatchObject([frozen, frozen]);
  // What is said of it is for people to read.
  await inShop(shop, (tx) =>
    tx.reaction.updateMany({
      where: { state: "pending" },
      data: { lastError: "Ein Konto ruht" },
    }),
  );

  await inShop(shop, (tx) =>
    tx.ledgerAccount.updateMany({ where: { customerId: ann }, data: { available: 50 } }),
  );
  const later = new Date();
  expect(await unfreezeAccount(shop, ann, { actor: "staff.1", at: later })).toEqual([]);
  expect((await waiting())[0]?.dueAt).toEqual(later);
  await drainReactions(
    { ...handlers, "publish-balance": async () => {}, "publish-program": async () => {} },
    AbortSignal.timeout(20_000),
  );
  expect(await balance(shop, ann)).toMatchObject({ available: 60 });
  expect(await waiting()).toEqual([]);
  expect(await auditLedger(shop, later)).toEqual([]);
  const done = await inShop(shop, (tx) => tx.auditEntry.findMany({ orderBy: { id: "asc" } }));
  expect(done.map(({ actor, action }) => [actor, action])).toEqual([
    ["encore", "account.frozen"],
    ["staff.1", "account.unfrozen"],
  ]);
});

test("a key that was used for anything else is refused, also where the points are the same; asked again later, it is known", async () => {
  const gift = { ...earn(ann, 10, { at: AT, key: "gift" }), qualifying: 0n } as EarnDraft;
  expect((await post(shop, gift, AT)).outcome).toBe("posted");
  const again = { ...gift, occurredAt: daysOn(1) };
  expect((await post(shop, again, daysOn(1))).outcome).toBe("known");
  const counting = { ...gift, qualifying: 10n };
  await expect(post(shop, counting, AT)).rejects.toThrow(IdempotencyKeyReused);
  expect(await balance(shop, ann)).toMatchObject({ available: 10 });
});

test("what waits for its owner's first sign-in is not released by time", async () => {
  await post(shop, earn(ann, 10, { at: AT, wait: "until_verified" }), AT);
  await releasePoints(shop, daysOn(1_000));
  expect(await balance(shop, ann)).toMatchObject({ available: 0, pending: 10 });
  expect((await post(shop, step("hold", ann, newId(), 1, { at: AT }), AT)).outcome).toBe("short");
});

test("case 37: what was given before a merge is taken back from its own lot after it", async () => {
  const [guest, other] = [await haveCustomer(shop), await haveCustomer(shop)];
  await bought(1n, 10_000, guest);
  await post(shop, earn(guest, 60, { at: AT, key: "welcome" }), AT);
  for (const [from, into] of [
    [guest, other],
    [other, ann],
  ] as const)
    await transferPoints(shop, await mergeCustomer(shop, from, into));
  await post(shop, takeBack(ann, 60, { at: AT, undoes: "welcome" }), AT);

  const lots = await inShop(shop, (tx) =>
    tx.lot.findMany({ where: { customerId: ann, remaining: { gt: 0 } } }),
  );
  expect(lots.map(({ orderId, remaining }) => [orderId, remaining])).toEqual([[1n, 100n]]);
  expect(await verifyLedger(shop)).toEqual([]);
});
