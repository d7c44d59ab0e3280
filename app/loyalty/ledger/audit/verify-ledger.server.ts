import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { pagesById } from "#app/ground/keyset-pages.server.ts";

import type { Account, LedgerEntry, Lot, LotUse } from "../ledger-entry.ts";
import { discrepancies } from "./replay.ts";

const ACCOUNTS_AT_ONCE = 500;

/** An account whose stored state is not what its entries and lots make. */
export type WrongAccount = { customerId: string; wrong: string[] };

/** The accounts of a shop that do not add up. */
export async function verifyLedger(shopId: string): Promise<WrongAccount[]> {
  const { wrong } = await inspectLedger(shopId);
  return wrong;
}

/**
 * Replays the whole ledger of a shop, or one account, some accounts at a time, each page at one
 * moment. Returns how many there are, and those that do not add up: none, unless something wrote to
 * the ledger past its rules.
 */
export async function inspectLedger(
  shopId: string,
  only: string | null = null,
): Promise<{ accounts: number; wrong: WrongAccount[] }> {
  const wrong: WrongAccount[] = [];
  let accounts = 0;
  const pages = pagesById((after) => inShop(shopId, (tx) => verifyPage(tx, after, only)));
  for await (const page of pages) {
    accounts += page.length;
    for (const { id, wrong: found } of page)
      if (found.length > 0) wrong.push({ customerId: id, wrong: found });
  }
  return { accounts, wrong };
}

async function verifyPage(
  tx: ShopTx,
  after: string,
  only: string | null,
): Promise<{ id: string; wrong: string[] }[]> {
  const { shopId } = tx;
  // Whoever writes to an account holds its lock: while it is shared here, nothing of it changes
  // between these queries.
  const accounts = await tx.$queryRaw<Account[]>`
    SELECT customer_id AS "customerId", available, pending, held, debt, qualifying, forgiven, spent, seq,
      active_at AS "activeAt", frozen_at AS "frozenAt"
    FROM ledger_account
    WHERE shop_id = ${shopId}::uuid AND customer_id > ${after}::uuid
      AND (${only}::uuid IS NULL OR customer_id = ${only}::uuid)
    ORDER BY customer_id
    LIMIT ${ACCOUNTS_AT_ONCE}
    FOR SHARE`;
  const where = { shopId, customerId: { in: accounts.map(({ customerId }) => customerId) } };
  const entries = (await tx.ledgerEntry.findMany({
    where,
    orderBy: { seq: "asc" },
  })) as unknown as LedgerEntry[];
  const lots: Lot[] = await tx.lot.findMany({ where });
  const uses = await tx.$queryRaw<(LotUse & { customerId: string })[]>`
    SELECT u.lot_id AS "lotId", u.entry_id AS "entryId", u.points, l.customer_id AS "customerId"
    FROM lot l
    JOIN lot_use u ON u.shop_id = l.shop_id AND u.lot_id = l.id
    WHERE l.shop_id = ${shopId}::uuid AND l.customer_id = ANY(${where.customerId.in}::uuid[])`;

  const held = await tx.$queryRaw<{ customerId: string; points: bigint }[]>`
    SELECT r.customer_id AS "customerId", sum(e.held_delta)::bigint AS points
    FROM redemption r
    JOIN ledger_entry e ON e.shop_id = r.shop_id AND e.redemption_id = r.id
    WHERE r.shop_id = ${shopId}::uuid AND r.customer_id = ANY(${where.customerId.in}::uuid[])
    GROUP BY r.customer_id`;

  const entriesOf = Map.groupBy(entries, (entry) => entry.customerId);
  const lotsOf = Map.groupBy(lots, (lot) => lot.customerId);
  const usesOf = Map.groupBy(uses, (use) => use.customerId);
  const heldBy = new Map(held.map(({ customerId, points }) => [customerId, points]));
  return accounts.map((account) => ({
    id: account.customerId,
    wrong: discrepancies({
      account,
      entries: entriesOf.get(account.customerId) ?? [],
      lots: lotsOf.get(account.customerId) ?? [],
      uses: usesOf.get(account.customerId) ?? [],
      redemptionsHold: heldBy.get(account.customerId) ?? 0n,
    }),
  }));
}
