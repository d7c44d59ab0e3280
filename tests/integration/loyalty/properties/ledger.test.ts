import fc from "fast-check";
import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { IdempotencyKeyReused } from "#app/loyalty/ledger/ledger-batch.ts";
import { expirePoints } from "#app/loyalty/ledger/due/expire-points.server.ts";
import type { EntryDraft } from "#app/loyalty/ledger/ledger-entry.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import { separatePoints } from "#app/loyalty/accounts-merge/separate-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { type Act, acts, daysAfter, someTerms } from "#tests/support/loyalty/ledger-scripts.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

import { ModelledShop } from "./ledger-model.ts";

// Each run of a property is a shop of many customers, each of whom lives through a random history of their own: thousands of
// histories in a few hundred transactions.
const SHOPS = 5;
const CUSTOMERS = 400;
const STEPS = 8;

const history = fc.array(fc.array(acts(1), { maxLength: 4, size: "max" }), {
  minLength: STEPS,
  maxLength: STEPS,
});
const histories = fc.array(history, { minLength: CUSTOMERS, maxLength: CUSTOMERS, size: "max" });
const pauses = fc.array(fc.nat({ max: 40 }), { minLength: STEPS, maxLength: STEPS });

async function live(
  histories: Act[][][],
  terms: Parameters<typeof ModelledShop.open>[1],
  pauses: number[],
): Promise<ModelledShop> {
  const shop = await ModelledShop.open(histories.length, terms);
  for (let index = 0; index < STEPS; index++) {
    await shop.step(histories.map((steps) => steps[index] ?? []));
    await shop.clock(pauses[index] ?? 0);
  }
  return shop;
}

test("properties 1 to 4, 6, 8 to 11 and 13, in PostgreSQL: 2,000 customers with histories of their own", async () => {
  const everything = fc.asyncProperty(histories, someTerms, pauses, async (all, terms, pauses) => {
    const shop = await live(all, terms, pauses);
    const { stored, modelled } = await shop.states();
    expect(stored).toEqual(modelled);
    expect(await verifyLedger(shop.id)).toEqual([]); // 2, 3
    expect(await brokenRules(shop.id)).toEqual({
      unbalanced: 0, // 1
      impossible: 0, // 4
      returnedTooMuch: 0, // 8
      resolvedTwice: 0, // 9
      countedWrongly: 0, // 13
    });
    await expectKnown(shop); // 6
    await expectExpiredOnce(shop); // 11
    expect(await verifyLedger(shop.id)).toEqual([]);
  });
  await assertRandomly(everything, SHOPS, { endOnFailure: true });
}, 400_000);

test("property 12, in PostgreSQL: merge, unmerge and the reversal of an import preserve totals and dates", async () => {
  const some = fc.array(history, { minLength: 120, maxLength: 120, size: "max" });
  const everything = fc.asyncProperty(some, someTerms, pauses, async (all, terms, pauses) => {
    const shop = await live(all, { ...terms, shortfall: "debt", debtLimit: null }, pauses);
    const before = await shop.states();
    const pairs = Array.from({ length: shop.members.length / 2 }, (_, index) => ({
      keptId: shop.members[index * 2]?.id as string,
      mergedId: shop.members[index * 2 + 1]?.id as string,
    }));
    const net = await totals(shop.id);
    await merge(shop, pairs);
    expect(await totals(shop.id)).toEqual(net);
    expect(await verifyLedger(shop.id)).toEqual([]);
    await part(shop, pairs);
    expect((await shop.states()).stored).toEqual(before.stored);

    await importAndReverse(shop);
    expect((await shop.states()).stored).toEqual(before.stored);
    expect(await verifyLedger(shop.id)).toEqual([]);
  });
  await assertRandomly(everything, 3, { endOnFailure: true });
}, 400_000);

async function brokenRules(shopId: string) {
  const [counts] = await inShop(
    shopId,
    (tx) => tx.$queryRaw<Record<string, number>[]>`
      WITH redeemed AS (
        SELECT redemption_id,
          sum(CASE kind WHEN 'hold' THEN held_delta ELSE 0 END) AS held,
          sum(CASE kind WHEN 'capture' THEN -held_delta ELSE 0 END) AS captured,
          sum(CASE kind WHEN 'void' THEN -held_delta ELSE 0 END) AS released,
          sum(CASE kind WHEN 'return' THEN -outside_delta ELSE 0 END) AS returned
        FROM ledger_entry WHERE redemption_id IS NOT NULL GROUP BY redemption_id
      )
      SELECT
        (SELECT count(*)::int FROM ledger_entry
          WHERE available_delta + pending_delta + held_delta - debt_delta + outside_delta <> 0) AS unbalanced,
        (SELECT count(*)::int FROM ledger_account
          WHERE LEAST(available, pending, held, debt) < 0 OR (available > 0 AND debt > 0)) AS impossible,
        (SELECT count(*)::int FROM redeemed WHERE returned > captured) AS "returnedTooMuch",
        (SELECT count(*)::int FROM redeemed WHERE captured + released > held) AS "resolvedTwice",
        (SELECT count(*)::int FROM ledger_entry
          WHERE qualifying_delta <> 0 AND kind NOT IN ('earn', 'reverse', 'move_in', 'move_out')) AS "countedWrongly"`,
  );
  return counts;
}

/** All that was posted is asked for once more, in another order; then one of them with other content. */
async function expectKnown(shop: ModelledShop): Promise<void> {
  const { stored } = await shop.states();
  const again = shop.posted.toReversed();
  const outcomes = await inShop(shop.id, (tx) => postEntries(tx, again, shop.at));
  expect(outcomes.filter(({ outcome }) => outcome !== "known")).toEqual([]);
  expect((await shop.states()).stored).toEqual(stored);
  const [first] = again;
  if (!first) return;
  const forged = { ...first, points: first.points + 1n };
  await expect(inShop(shop.id, (tx) => postEntries(tx, [forged], shop.at))).rejects.toBeInstanceOf(
    IdempotencyKeyReused,
  );
}

async function expectExpiredOnce(shop: ModelledShop): Promise<void> {
  const far = daysAfter(shop.at, 10_000);
  const entries = () =>
    inShop(shop.id, (tx) => tx.ledgerEntry.count({ where: { shopId: shop.id } }));
  await releasePoints(shop.id, far);
  await expirePoints(shop.id, far);
  const first = await entries();
  await releasePoints(shop.id, far);
  await expirePoints(shop.id, far);
  expect(await entries()).toBe(first);
  const left = await inShop(shop.id, (tx) =>
    tx.lot.count({ where: { pending: false, remaining: { gt: 0 }, expiresAt: { lte: far } } }),
  );
  expect(left).toBe(0);
}

async function totals(shopId: string) {
  const { _sum } = await inShop(shopId, (tx) =>
    tx.ledgerAccount.aggregate({
      where: { shopId },
      _sum: { available: true, pending: true, held: true, debt: true, qualifying: true },
    }),
  );
  const { available, pending, held, debt, qualifying } = _sum;
  return {
    net: (available ?? 0n) - (debt ?? 0n),
    pending,
    held,
    qualifying,
  };
}

type Pair = { keptId: string; mergedId: string };

/** As identity does it: the record points to the one that stays, an edge says why, and an event tells. */
async function merge(shop: ModelledShop, pairs: Pair[]): Promise<void> {
  await inShop(shop.id, async (tx) => {
    for (const { keptId, mergedId } of pairs) {
      await tx.customer.updateMany({ where: { id: mergedId }, data: { mergedIntoId: keptId } });
    }
    await tx.identityEdge.createMany({
      data: pairs.map((pair) => ({
        ...pair,
        shopId: shop.id,
        id: newId(),
        source: "shopify",
        confidence: 100,
        reason: "same_email",
        at: shop.at,
      })),
    });
  });
  const events = pairs.map(({ keptId, mergedId }) => ({
    ...about(shop, keptId),
    type: "customer.merged" as const,
    properties: { mergedId, reason: "same_email" },
  }));
  await transferPoints(shop.id, events);
  await transferPoints(shop.id, events);
}

async function part(shop: ModelledShop, pairs: Pair[]): Promise<void> {
  await inShop(shop.id, async (tx) => {
    await tx.customer.updateMany({ data: { mergedIntoId: null } });
    await tx.identityEdge.updateMany({ data: { undoneAt: shop.at } });
  });
  const events = pairs.map(({ keptId, mergedId }) => ({
    ...about(shop, keptId),
    type: "customer.unmerged" as const,
    properties: { separatedId: mergedId, reason: "same_email" },
  }));
  await separatePoints(shop.id, events);
  await separatePoints(shop.id, events);
}

function about(shop: ModelledShop, customerId: string) {
  const id = newId();
  return {
    id,
    shopId: shop.id,
    customerId,
    orderId: null,
    occurredAt: shop.at,
    source: "app" as const,
    dedupeKey: id,
  };
}

/** As imports do it: 500 for every second one, 100 taken from every other who has as many; and all of it undone. */
async function importAndReverse(shop: ModelledShop): Promise<void> {
  const common = (customerId: string, key: string) => ({
    customerId,
    idempotencyKey: `${key}.${customerId}`,
    occurredAt: shop.at,
    source: "app" as const,
    reason: { code: "points_released" as const, points: "0" },
    importId: shop.id,
  });
  const rows = shop.members.map(({ id }, index) => ({ id, points: index % 2 ? 500n : -100n }));
  const apply = rows.map(({ id, points }) => ({
    ...common(id, "import"),
    kind: "adjust" as const,
    points,
  }));
  const outcomes = await inShop(shop.id, (tx) => postEntries(tx, apply, shop.at));
  const undo = rows.flatMap(({ id, points }, index): EntryDraft[] => {
    if (outcomes[index]?.outcome !== "posted") return [];
    const draft = { ...common(id, "import.reversed"), undoes: `import.${id}` };
    return points < 0n
      ? [{ ...draft, kind: "adjust", points: -points }]
      : [
          {
            ...draft,
            kind: "reverse",
            points,
            orderId: null,
            ruleSnapshot: null,
            qualifying: 0n,
          },
        ];
  });
  expect(undo.length).toBeGreaterThan(rows.length / 2);
  await inShop(shop.id, (tx) => postEntries(tx, undo, shop.at));
}
