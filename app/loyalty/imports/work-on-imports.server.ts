import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { PointsImport } from "#prisma/generated/client/client.ts";

import { postEntries } from "../ledger/post-entries.server.ts";
import { checkFiles } from "./check-files.server.ts";
import { setBirthdays, takeBirthdaysBack } from "./import-birthdays.server.ts";
import { applied, changeOf, reversed } from "./import-drafts.ts";
import { setTiers, takeTiersBack } from "./import-tiers.server.ts";
import {
  finishRows,
  type GoodRow,
  noteProblems,
  type PointsRow,
  type Row,
} from "./row-outcomes.server.ts";
import { setBalances } from "./set-balances.server.ts";

const ROWS_AT_ONCE = 500;

/**
 * Takes every import of a shop that is being checked, applied or reversed to its end, some rows at a time.
 * Each part is committed with how far it is, and each row's entry has a key of its own: a worker
 * that dies costs nothing, and nothing is given twice.
 */
export async function workOnImports(
  shopId: string,
  clock: () => Date,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<void> {
  await checkFiles(shopId, clock, rowsAtOnce);
  while (await inShop(shopId, (tx) => workOnOne(tx, clock(), rowsAtOnce)));
}

/** Some rows of one import. False when there is nothing left to do. */
async function workOnOne(tx: ShopTx, at: Date, rowsAtOnce: number): Promise<boolean> {
  const { shopId } = tx;
  // Locked: two workers do not do the same rows, and neither waits while another import could be
  // worked on.
  const [open] = await tx.$queryRaw<Pick<PointsImport, "id">[]>`
    SELECT id FROM points_import
    WHERE shop_id = ${shopId}::uuid AND state IN ('applying', 'reversing')
    ORDER BY created_at LIMIT 1
    FOR UPDATE SKIP LOCKED`;
  if (!open) return false;

  const key = { shopId, id: open.id };
  const import_ = await tx.pointsImport.findUniqueOrThrow({ where: { shopId_id: key } });
  const rows = await tx.pointsImportRow.findMany({
    where: { shopId, importId: open.id, line: { gt: import_.linesDone } },
    omit: { cells: true },
    orderBy: { line: "asc" },
    take: rowsAtOnce,
  });
  const last = rows.at(-1);
  await (import_.state === "applying"
    ? applyRows(tx, import_, rows, at)
    : reverseRows(tx, import_, rows, at));
  const data =
    last && rows.length === rowsAtOnce ? { linesDone: last.line } : await ending(tx, import_, at);
  await tx.pointsImport.update({ where: { shopId_id: key }, data });
  return true;
}

async function ending(
  tx: ShopTx,
  { shopId, id, state, rows }: PointsImport,
  at: Date,
): Promise<Partial<PointsImport>> {
  if (state === "reversing") return { state: "reversed", reversedAt: at, linesDone: rows };
  const [moved] = await tx.$queryRaw<{ points: bigint }[]>`
    SELECT coalesce(sum(coalesce(posted, points)), 0)::bigint AS points FROM points_import_row
    WHERE shop_id = ${shopId}::uuid AND import_id = ${id}::uuid AND problem IS NULL`;
  return { state: "applied", appliedAt: at, linesDone: rows, points: moved?.points ?? 0n };
}

async function applyRows(
  tx: ShopTx,
  import_: PointsImport,
  rows: readonly Row[],
  at: Date,
): Promise<void> {
  const good = rows.filter(
    (row): row is GoodRow => row.problem === null && row.customerId !== null,
  );
  const withPoints = good.filter((row): row is PointsRow => row.points !== null);
  const failed =
    import_.mode === "set"
      ? await setBalances(tx, import_, withPoints, at)
      : await addPoints(tx, import_, withPoints, at);
  const rest = good.filter((row) => !failed.has(row.line));
  await setBirthdays(tx, rest, at);
  await setTiers(tx, import_, rest, at);
}

/** Returns the lines whose points did not move. */
async function addPoints(
  tx: ShopTx,
  import_: PointsImport,
  rows: readonly PointsRow[],
  at: Date,
): Promise<ReadonlySet<number>> {
  const drafts = rows.map((row) => applied(import_, row, row.points, at));
  return finishRows(tx, import_, rows, await postEntries(tx, drafts, at));
}

/** Only rows that were applied; of those that could not be taken back another try is made. */
async function reverseRows(
  tx: ShopTx,
  import_: PointsImport,
  rows: readonly Row[],
  at: Date,
): Promise<void> {
  const good = rows.filter(
    ({ problem, customerId }) =>
      customerId !== null && (problem === null || problem === "not_reversed"),
  );
  const given = good.filter((row) => changeOf(row) !== 0n);
  const outcomes = await postEntries(
    tx,
    given.map((row) => reversed(import_, row, at)),
    at,
  );
  await noteProblems(tx, import_, given, outcomes, () => "not_reversed");
  await takeBirthdaysBack(tx, good);
  await takeTiersBack(tx, import_, good, at);
}
