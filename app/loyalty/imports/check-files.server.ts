import { createHash } from "node:crypto";

import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { storable } from "#app/ground/json.ts";
import type { PointsImport } from "#prisma/generated/client/client.ts";

import type { ImportMode } from "./file-cells.ts";
import { dropParts, partsOf } from "./file-parts.server.ts";
import { type FileProblem, type FileRow, RecordReader, UnreadableFile } from "./points-file.ts";
import { rowsOf } from "./read-points-file.server.ts";
import { type CheckedFile, tryRows } from "./try-rows.server.ts";

const ROWS_AT_ONCE = 2_000;

/**
 * Reads the files of points that a shop has uploaded without giving any: who each row is about, and what stands in its way. Nobody is
 * made who is not known, and an address is kept only in what a failed row said, sealed, for as long as it can be mended.
 *
 * Some rows at a time, each part committed with how far it is. A worker that goes on after another reads the file from its start, and
 * passes over what is there.
 */
export async function checkFiles(
  shopId: string,
  clock: () => Date,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<void> {
  const files = await inShop(shopId, (tx) =>
    tx.pointsImport.findMany({
      where: { shopId, state: "checking" },
      orderBy: { createdAt: "asc" },
      select: { id: true, mode: true },
    }),
  );
  for (const file of files) await checkFile(shopId, file, clock, rowsAtOnce);
}

async function checkFile(
  shopId: string,
  file: CheckedFile,
  clock: () => Date,
  rowsAtOnce: number,
): Promise<void> {
  const mode = file.mode as ImportMode;
  const reader = new RecordReader(mode);
  const hash = createHash("sha256");
  let some: FileRow[] = [];
  let lastLine = 0;
  const check = async () => {
    const rows = some;
    some = [];
    await inShop(shopId, (tx) => checkRows(tx, file, rows, clock()));
  };
  try {
    for await (const row of rowsOf(partsOf(shopId, file.id), reader)) {
      // Of what the cells say: saved again by another program, with another name, it is the same file.
      hash.update(`${reader.rows === 1 ? `[${JSON.stringify(reader.heading)}` : ""},`);
      hash.update(JSON.stringify(row.cells));
      some.push(row);
      lastLine = row.line;
      if (some.length === rowsAtOnce) await check();
    }
    await check();
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    await inShop(shopId, (tx) => refuseFile(tx, file.id, error.problem));
    return;
  }
  if (mode === "set") {
    await inShop(shopId, (tx) => refuseRepeated(tx, file));
    for (let line = 0; line < lastLine; line += ROWS_AT_ONCE)
      await inShop(shopId, (tx) => dropGoodCells(tx, file, line));
  }
  const contentHash = new Uint8Array(hash.update("]").digest());
  const heading = storable(reader.heading ?? []);
  await inShop(shopId, (tx) => finish(tx, file, { contentHash, heading }));
}

/** How far a file is, locked; null when it is not being checked any more: it was discarded, or another worker was faster. */
async function lockFile(tx: ShopTx, id: string): Promise<number | null> {
  const [file] = await tx.$queryRaw<{ linesDone: number }[]>`
    SELECT lines_done AS "linesDone" FROM points_import
    WHERE shop_id = ${tx.shopId}::uuid AND id = ${id}::uuid AND state = 'checking'
    FOR UPDATE`;
  return file?.linesDone ?? null;
}

async function checkRows(
  tx: ShopTx,
  file: CheckedFile,
  all: readonly FileRow[],
  at: Date,
): Promise<void> {
  const done = await lockFile(tx, file.id);
  const rows = all.filter(({ line }) => done !== null && line > done);
  const last = rows.at(-1);
  if (!last) return;
  await tryRows(tx, file, rows, at);
  await tx.pointsImport.update({
    where: { shopId_id: { shopId: tx.shopId, id: file.id } },
    data: { linesDone: last.line },
  });
}

/** Ends the check of a file, and says why. */
export async function refuseFile(tx: ShopTx, id: string, fileProblem: FileProblem): Promise<void> {
  if ((await lockFile(tx, id)) === null) return;
  const { shopId } = tx;
  await tx.pointsImportRow.deleteMany({ where: { shopId, importId: id } });
  await dropParts(tx, id);
  await tx.pointsImport.update({
    where: { shopId_id: { shopId, id } },
    data: { state: "unreadable", fileProblem, rows: 0, linesDone: 0 },
  });
}

async function finish(
  tx: ShopTx,
  file: CheckedFile,
  known: Pick<PointsImport, "heading"> & { contentHash: Uint8Array<ArrayBuffer> },
): Promise<void> {
  if ((await lockFile(tx, file.id)) === null) return;
  const { shopId } = tx;
  const [sums] = await tx.$queryRaw<Pick<PointsImport, "rows" | "problems" | "points">[]>`
    SELECT count(*)::int AS rows, count(problem)::int AS problems,
      coalesce(sum(coalesce(posted, points)) FILTER (WHERE problem IS NULL), 0)::bigint AS points
    FROM points_import_row
    WHERE shop_id = ${shopId}::uuid AND import_id = ${file.id}::uuid`;
  await dropParts(tx, file.id);
  await tx.pointsImport.update({
    where: { shopId_id: { shopId, id: file.id } },
    data: { ...known, ...sums, state: "tried", linesDone: 0 },
  });
}

/**
 * Somebody who stands in several rows, perhaps by email in one and by Shopify's id in another, has each of them counted where
 * points are added, and none where balances are set: nobody can tell which of the balances is meant.
 */
async function refuseRepeated(tx: ShopTx, { id }: CheckedFile): Promise<void> {
  // Asked first: while PostgreSQL still thinks that the table has next to no rows, it would look for these once for each of them.
  const repeated = await tx.$queryRaw<{ customerId: string }[]>`
    SELECT customer_id AS "customerId" FROM points_import_row
    WHERE shop_id = ${tx.shopId}::uuid AND import_id = ${id}::uuid AND customer_id IS NOT NULL
    GROUP BY customer_id HAVING count(*) > 1`;
  const customerId = { in: repeated.map((row) => row.customerId) };
  const where = { shopId: tx.shopId, importId: id, customerId, problem: null };
  await tx.pointsImportRow.updateMany({ where, data: { problem: "repeated" } });
}

/** What good rows said is not kept. */
async function dropGoodCells(tx: ShopTx, { id }: CheckedFile, after: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE points_import_row SET cells = NULL
    WHERE shop_id = ${tx.shopId}::uuid AND import_id = ${id}::uuid AND problem IS NULL
      AND line > ${after}::int AND line <= ${after + ROWS_AT_ONCE}::int`;
}
