import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { PointsImport } from "#prisma/generated/client/client.ts";

import { writeNotes } from "../ledger/adjust-balance.server.ts";
import type { PostOutcome } from "../ledger/ledger-batch.ts";
import { postEntries } from "../ledger/post-entries.server.ts";
import { applied, type ImportRow, reversed } from "./import-drafts.ts";

const ROWS_AT_ONCE = 500;

/**
 * Takes every import of a shop that is being applied or reversed to its end, some rows at a time.
 * Each part is committed with how far it is, and each row's entry has a key of its own: a worker
 * that dies costs nothing, and nothing is given twice.
 */
export async function workOnImports(
  shopId: string,
  clock: () => Date,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<void> {
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
    orderBy: { line: "asc" },
    take: rowsAtOnce,
  });
  const last = rows.at(-1);
  await (import_.state === "applying"
    ? applyRows(tx, import_, rows, at)
    : reverseRows(tx, import_, rows, at));
  const data = last && rows.length === rowsAtOnce ? { linesDone: last.line } : ending(import_, at);
  await tx.pointsImport.update({ where: { shopId_id: key }, data });
  return true;
}

function ending({ state, rows }: PointsImport, at: Date): Partial<PointsImport> {
  return state === "applying"
    ? { state: "applied", appliedAt: at, linesDone: rows }
    : { state: "reversed", reversedAt: at, linesDone: rows };
}

async function applyRows(
  tx: ShopTx,
  import_: PointsImport,
  rows: readonly ImportRow[],
  at: Date,
): Promise<void> {
  const good = rows.filter((row) => row.problem === null && row.customerId !== null);
  const outcomes = await postEntries(
    tx,
    good.map((row) => applied(import_, row, at)),
    at,
  );
  await noteProblems(tx, import_, good, outcomes, (outcome) => outcome);
  const notes = good.flatMap((row, index) => {
    const posted = outcomes[index];
    if (posted?.outcome !== "posted") return [];
    const { id: entryId, customerId } = posted.entry;
    return [{ entryId, customerId, notes: { internal: null, public: row.note } }];
  });
  await writeNotes(tx, notes);
}

/** Only rows that were applied; of those that could not be taken back another try is made. */
async function reverseRows(
  tx: ShopTx,
  import_: PointsImport,
  rows: readonly ImportRow[],
  at: Date,
): Promise<void> {
  const given = rows.filter(
    ({ problem, customerId }) =>
      customerId !== null && (problem === null || problem === "not_reversed"),
  );
  const outcomes = await postEntries(
    tx,
    given.map((row) => reversed(import_, row, at)),
    at,
  );
  await noteProblems(tx, import_, given, outcomes, () => "not_reversed");
}

/** Says on its row why points did not move, and no longer says so where they did. */
async function noteProblems(
  tx: ShopTx,
  { shopId, id }: PointsImport,
  rows: readonly ImportRow[],
  outcomes: readonly PostOutcome[],
  named: (outcome: "short" | "frozen") => string,
): Promise<void> {
  const byProblem = Map.groupBy(rows, (_, index) => {
    const outcome = outcomes[index]?.outcome;
    return outcome === "short" || outcome === "frozen" ? named(outcome) : null;
  });
  let found = 0;
  for (const [problem, some] of byProblem) {
    const changed = some.filter((row) => row.problem !== problem);
    if (changed.length === 0) continue;
    const lines = changed.map(({ line }) => line);
    await tx.pointsImportRow.updateMany({
      where: { shopId, importId: id, line: { in: lines } },
      data: { problem },
    });
    found += (problem === null ? -1 : 1) * changed.length;
  }
  if (found !== 0)
    await tx.pointsImport.update({
      where: { shopId_id: { shopId, id } },
      data: { problems: { increment: found } },
    });
}
