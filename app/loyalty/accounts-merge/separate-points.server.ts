import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { recordsOf } from "#app/customers/identity/records-of.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/ground/ids.server.ts";

import { transferHoldings, holdingsOf, record, survivorOf } from "../ledger/ledger-batch.ts";
import { loadLots, openBatch, openBatchUnmerged } from "../ledger/open-batch.server.ts";
import { writeBatch } from "../ledger/write-batch.server.ts";
import { loadShare, type Own } from "./load-share.server.ts";
import { endPendingUnmerge } from "./pending-unmerges.server.ts";
import type { Unmerge } from "../owned-records/transfer-rows.server.ts";
import { returnOwnedRecords } from "../owned-records/transfer-owned-records.server.ts";
import { reverseTransfer } from "../ledger/reverse-transfer.ts";

/**
 * Gives records that turned out to be people of their own what is theirs: points with their dates,
 * debts, and all that they had before they were merged. It may run twice: what was given back is
 * not there any more. Returns the events that wait because nothing moves on one of the accounts.
 */
export async function separatePoints(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<string[]> {
  const later: string[] = [];
  for (const event of events) {
    if (event.type !== "customer.unmerged") continue;
    const isDone = await inShop(shopId, async (tx) => {
      const isSeparated = await separate(tx, event, now());
      if (isSeparated) await endPendingUnmerge(tx, event.id);
      return isSeparated;
    });
    if (!isDone) later.push(event.id);
  }
  return later;
}

async function separate(
  tx: ShopTx,
  { customerId, properties: { separatedId } }: StoredEvent<"customer.unmerged">,
  at: Date,
): Promise<boolean> {
  if (customerId === null) return true;
  // What is overdue moves first: everything is where it belongs, but for what is to be parted.
  const known = await transferPath(tx, separatedId, customerId);
  const batch = await openBatch(tx, [customerId, ...known], at);
  const all = [...batch.accounts.keys()];
  if ([...batch.accounts.values()].some(({ frozenAt }) => frozenAt !== null)) return false;
  await writeBatch(tx, batch);

  const ownerId = survivorOf(batch, separatedId);
  const way = await transferPath(tx, separatedId, customerId);
  // Joined again meanwhile, and all is there already: there is nothing to part.
  if (way.at(-1) === ownerId) return true;
  const ids = await recordsOf(tx, separatedId);
  const own = await ownOf(tx, ownerId, ids, way);
  // Points that went through several accounts go back the same way, from the last one to the first.
  for (let step = way.length - 2; step >= 0; step--) {
    const [toId, fromId] = [way[step] ?? "", way[step + 1] ?? ""];
    const through = way.slice(1, step + 1);
    await part(tx, all, { fromId, toId, ids: [...ids, ...through] }, own, at);
  }
  const keptId = way.at(-1) ?? customerId;
  await tx.orderAward.updateMany({
    where: { shopId: tx.shopId, orderId: { in: [...own.orderIds] } },
    data: { customerId: separatedId },
  });
  await joinAgain(tx, all, way.slice(1, -1), at);
  await returnOwnedRecords(tx, { fromId: keptId, toId: separatedId, ids });
  await joinAgain(tx, all, [separatedId], at);
  return true;
}

async function ownOf(
  tx: ShopTx,
  ownerId: string,
  ids: readonly string[],
  way: readonly string[],
): Promise<Own> {
  const { shopId } = tx;
  const accounts = { in: way.slice(1) };
  const orders = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT o.id FROM "order" o
    JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id AND a.customer_id = ANY(${accounts.in}::uuid[])
    WHERE o.shop_id = ${shopId}::uuid AND o.customer_id = ${ownerId}::uuid`;
  const redemptions = await tx.redemption.findMany({
    where: { shopId, customerId: accounts, originId: { in: [...ids] } },
    select: { id: true },
  });
  return {
    orderIds: orders.map(({ id }) => id),
    redemptionIds: redemptions.map(({ id }) => id),
  };
}

async function part(
  tx: ShopTx,
  all: readonly string[],
  parted: Unmerge,
  own: Own,
  at: Date,
): Promise<void> {
  const batch = await openBatchUnmerged(tx, all, at);
  const { fromId, toId } = parted;
  await loadLots(tx, batch, [fromId, toId]);
  const share = await loadShare(tx, batch, parted, own);
  const tools = { terms: batch.terms, at, newId };
  for (const one of reverseTransfer(
    holdingsOf(batch, fromId),
    holdingsOf(batch, toId),
    share,
    tools,
  ))
    record(batch, one, "app");
  await writeBatch(tx, batch);
}

/** What is on an account that was only passed through goes on to the record that its own is merged into, if it is. */
async function joinAgain(
  tx: ShopTx,
  all: readonly string[],
  passed: readonly string[],
  at: Date,
): Promise<void> {
  const batch = await openBatchUnmerged(tx, all, at);
  const moves = passed.filter((id) => survivorOf(batch, id) !== id);
  if (moves.length === 0) return;
  await loadLots(tx, batch, moves);
  for (const fromId of moves) {
    const toId = survivorOf(batch, fromId);
    transferHoldings(batch, { fromId, toId, occurredAt: at, source: "app" }, newId);
  }
  await writeBatch(tx, batch);
}

/**
 * The accounts that a record's points went through by merges since it was last parted from
 * somebody, from its own to where they are now: mostly two, and more where the record that it was
 * merged into was merged as well. `keptId` is where they are when the record had none.
 */
async function transferPath(tx: ShopTx, recordId: string, keptId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE way AS (
      SELECT ${recordId}::uuid AS id, 0 AS step
      UNION ALL
      SELECT last.counterparty_id, way.step + 1
      FROM way CROSS JOIN LATERAL (
        SELECT e.kind, e.counterparty_id FROM ledger_entry e
        WHERE e.shop_id = ${tx.shopId}::uuid AND e.customer_id = way.id
          AND (e.kind, e.transfer_kind) IN (('move_out', 'merge'), ('move_in', 'unmerge'))
        ORDER BY e.seq DESC LIMIT 1
      ) last
      WHERE last.kind = 'move_out'
    ) SELECT id::text FROM way ORDER BY step`;
  const way = rows.map(({ id }) => id);
  const end = way.length > 1 ? (way.at(-1) ?? keptId) : keptId;
  // Of an account that was empty nothing was moved on.
  const now = (await findSurvivors(tx, [end])).get(end) ?? end;
  return [...new Set([...way, end, now])];
}
