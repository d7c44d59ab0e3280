import type { ShopTx } from "#app/ground/db.server.ts";
import type { PointsImport } from "#prisma/generated/client/client.ts";

import { accountOf, type LedgerBatch, survivorOf } from "../ledger/ledger-batch.ts";
import { openBatch } from "../ledger/open-batch.server.ts";
import { postInto } from "../ledger/post-entries.server.ts";
import { applied, changeTo } from "./import-drafts.ts";
import { findMergedSince } from "./merged-since.server.ts";
import { finishRows, type PointsRow, writeProblem } from "./row-outcomes.server.ts";

/**
 * Has the accounts of these rows hold as many points as the rows say. By how much each changes is decided while they are locked,
 * and kept, so that exactly that can be taken back. Returns the lines whose points did not move.
 */
export async function setBalances(
  tx: ShopTx,
  import_: PointsImport,
  rows: readonly PointsRow[],
  at: Date,
): Promise<ReadonlySet<number>> {
  if (rows.length === 0) return new Set();
  const batch = await openBatch(
    tx,
    rows.map(({ customerId }) => customerId),
    at,
  );
  const merged = await findMergedSince(tx, batch, rows);
  const lost = rows.filter(({ line }) => merged.has(line));
  await writeProblem(tx, import_, lost, "merged");

  const rest = rows.filter(({ line }) => !merged.has(line));
  const changes = new Map(rest.map((row) => [row.line, changeOn(batch, row)]));
  const moving = rest.filter(({ line }) => changes.get(line) !== 0n);
  const drafts = moving.map((row) => applied(import_, row, changes.get(row.line) ?? 0n, at));
  const failed = await finishRows(tx, import_, moving, await postInto(tx, batch, drafts));
  const lines = [...changes.keys()].filter((line) => !failed.has(line));
  await tx.$executeRaw`
    UPDATE points_import_row r SET posted = c.points
    FROM unnest(${lines}::int[], ${lines.map((line) => String(changes.get(line)))}::bigint[]) AS c(line, points)
    WHERE r.shop_id = ${tx.shopId}::uuid AND r.import_id = ${import_.id}::uuid AND r.line = c.line`;
  return new Set([...failed, ...merged]);
}

function changeOn(batch: LedgerBatch, { customerId, points }: PointsRow): bigint {
  return changeTo(points, accountOf(batch, survivorOf(batch, customerId)));
}
