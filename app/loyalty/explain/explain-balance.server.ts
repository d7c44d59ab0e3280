import { inShop, type ShopTx } from "#app/ground/db.server.ts";

import type { Balances } from "../ledger/ledger-entry.ts";
import { loadOrders } from "../earning/orders/load-orders.server.ts";
import { orderShare, type OrderShare } from "./order-share.ts";

/** An entry that made a lot or took from it, as it is told. */
export type ExplainedEntry = {
  id: string;
  at: string;
  kind: string;
  /** A code with its figures. */
  reason?: unknown;
  actor: string;
  orderName: string | null;
  rewardName: string | null;
  note: string | null;
};

/** Points that came together: where from, by which rule, what took them, and what is left. */
export type ExplainedLot = {
  id: string;
  original: number;
  remaining: number;
  pending: boolean;
  releaseAt: string | null;
  earnedAt: string;
  expiresAt: string | null;
  entry: ExplainedEntry | null;
  /** `id` is Shopify's; null where the order was deleted. */
  order: (OrderShare & { id: string | null; name: string; titles: Record<string, string> }) | null;
  /** Less than zero where points went back into it. */
  uses: (ExplainedEntry & { points: number })[];
};

export type BalanceExplanation = {
  account: Record<Exclude<keyof Balances, "qualifying">, number>;
  lots: ExplainedLot[];
  more: boolean;
  /** What made the debt and what repaid it, the latest first. */
  debts: (ExplainedEntry & { points: number })[];
  campaigns: Record<string, string>;
};

const MOST_DEBTS = 20;

/**
 * Why somebody has the points that they have: lot by lot, those that hold points first, down to the
 * order's lines. Reads rows of this one person only.
 */
export function explainBalance(
  shopId: string,
  customerId: string,
  { page, lotsOnPage }: { page: number; lotsOnPage: number },
): Promise<BalanceExplanation> {
  return inShop(shopId, async (tx) => {
    const account = await tx.ledgerAccount.findUnique({
      where: { shopId_customerId: { shopId, customerId } },
    });
    const found = await tx.$queryRaw<LotRow[]>`
      SELECT id, entry_id AS "entryId", order_id AS "orderId", original::float8 AS original, remaining::float8 AS remaining,
        pending, release_at AS "releaseAt", earned_at AS "earnedAt", expires_at AS "expiresAt"
      FROM lot WHERE shop_id = ${shopId}::uuid AND customer_id = ${customerId}::uuid
      ORDER BY remaining > 0 DESC, earned_at DESC, id DESC
      LIMIT ${lotsOnPage + 1}::int OFFSET ${page * lotsOnPage}::int`;
    const rows = found.slice(0, lotsOnPage);
    const uses = await tx.lotUse.findMany({
      where: { shopId, lotId: { in: rows.map(({ id }) => id) } },
      orderBy: { entryId: "asc" },
    });
    const debts = await debtEntries(tx, customerId);
    const entries = await toldEntries(tx, [
      ...rows.map(({ entryId }) => entryId),
      ...uses.map(({ entryId }) => entryId),
      ...debts.map(({ entryId }) => entryId),
    ]);
    const orders = await shares(tx, [...new Set(rows.flatMap(({ orderId }) => orderId ?? []))]);
    const usesOf = Map.groupBy(uses, ({ lotId }) => lotId);
    const lots = rows.map(
      ({ entryId, orderId, releaseAt, earnedAt, expiresAt, ...lot }): ExplainedLot => ({
        ...lot,
        releaseAt: releaseAt?.toISOString() ?? null,
        earnedAt: earnedAt.toISOString(),
        expiresAt: expiresAt?.toISOString() ?? null,
        entry: entries.get(entryId) ?? null,
        order: (orderId !== null && orders.get(orderId)) || null,
        uses: withPoints(usesOf.get(lot.id) ?? [], entries),
      }),
    );
    return {
      account: {
        available: Number(account?.available ?? 0),
        pending: Number(account?.pending ?? 0),
        held: Number(account?.held ?? 0),
        debt: Number(account?.debt ?? 0),
      },
      lots,
      more: found.length > lotsOnPage,
      debts: withPoints(debts, entries),
      campaigns: await campaignNames(tx, [...orders.values()]),
    };
  });
}

type LotRow = Pick<ExplainedLot, "id" | "original" | "remaining" | "pending"> & {
  entryId: string;
  orderId: bigint | null;
  releaseAt: Date | null;
  earnedAt: Date;
  expiresAt: Date | null;
};

function withPoints(
  uses: readonly { entryId: string; points: bigint }[],
  entries: Map<string, ExplainedEntry>,
): (ExplainedEntry & { points: number })[] {
  return uses.flatMap(({ entryId, points }) => {
    const entry = entries.get(entryId);
    return entry ? [{ ...entry, points: Number(points) }] : [];
  });
}

/** By its own index, from the account's last entry back. */
function debtEntries(
  tx: ShopTx,
  customerId: string,
): Promise<{ entryId: string; points: bigint }[]> {
  return tx.$queryRaw`
    SELECT id AS "entryId", debt_delta AS points FROM ledger_entry
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ${customerId}::uuid AND debt_delta <> 0
    ORDER BY seq DESC
    LIMIT ${MOST_DEBTS}::int`;
}

async function toldEntries(
  tx: ShopTx,
  ids: readonly string[],
): Promise<Map<string, ExplainedEntry>> {
  const rows = await tx.$queryRaw<(Omit<ExplainedEntry, "at"> & { at: Date })[]>`
    SELECT e.id, e.occurred_at AS at, e.kind, e.reason, e.actor, o.name AS "orderName",
      r.reward_snapshot->>'name' AS "rewardName", coalesce(n.internal, n.public) AS note
    FROM ledger_entry e
    LEFT JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
    LEFT JOIN redemption r ON r.shop_id = e.shop_id AND r.id = e.redemption_id
    LEFT JOIN entry_note n ON n.shop_id = e.shop_id AND n.entry_id = e.id
    WHERE e.shop_id = ${tx.shopId}::uuid AND e.id = ANY(${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, { ...row, at: row.at.toISOString() }]));
}

async function shares(
  tx: ShopTx,
  orderIds: readonly bigint[],
): Promise<Map<bigint, NonNullable<ExplainedLot["order"]>>> {
  if (orderIds.length === 0) return new Map();
  const orders = await loadOrders(tx, orderIds);
  const lines = await tx.orderLine.findMany({
    where: { shopId: tx.shopId, orderId: { in: [...orderIds] } },
    select: { id: true, title: true },
  });
  const deleted = await tx.order.findMany({
    where: { shopId: tx.shopId, id: { in: [...orderIds] }, deletedAt: { not: null } },
    select: { id: true },
  });
  const gone = new Set(deleted.map(({ id }) => id));
  const titles = new Map(lines.map(({ id, title }) => [String(id), title]));
  return new Map(
    orders.flatMap(({ order, award }) => {
      if (!award) return [];
      const share = orderShare(order, award);
      const named = share.lines.map(({ lineId }) => [lineId, titles.get(lineId) ?? ""]);
      return [
        [
          order.id,
          {
            ...share,
            id: gone.has(order.id) ? null : String(order.id),
            name: order.name,
            titles: Object.fromEntries(named) as Record<string, string>,
          },
        ] as const,
      ];
    }),
  );
}

async function campaignNames(
  tx: ShopTx,
  orders: readonly OrderShare[],
): Promise<Record<string, string>> {
  const ids = [...new Set(orders.flatMap(({ campaignIds }) => campaignIds))];
  if (ids.length === 0) return {};
  const found = await tx.campaign.findMany({
    where: { shopId: tx.shopId, id: { in: ids } },
    select: { id: true, name: true },
  });
  return Object.fromEntries(found.map(({ id, name }) => [id, name]));
}
