import type { ShopTx } from "#app/ground/db.server.ts";
import type { PointsImport, PointsImportRow } from "#prisma/generated/client/client.ts";

import { writeNotes } from "../ledger/adjust-balance.server.ts";
import type { PostOutcome } from "../ledger/ledger-batch.ts";

/** A row of an import. */
export type Row = Omit<PointsImportRow, "cells">;
/** One about somebody who is known. */
export type GoodRow = Row & { customerId: string };
/** One that moves their points. */
export type PointsRow = GoodRow & { points: bigint };

/** Notes what became of rows that were posted. Returns the lines whose points did not move. */
export async function finishRows(
  tx: ShopTx,
  import_: PointsImport,
  rows: readonly PointsRow[],
  outcomes: readonly PostOutcome[],
): Promise<ReadonlySet<number>> {
  await noteProblems(tx, import_, rows, outcomes, (outcome) => outcome);
  const notes = rows.flatMap((row, index) => {
    const posted = outcomes[index];
    if (posted?.outcome !== "posted") return [];
    const { id: entryId, customerId } = posted.entry;
    return [{ entryId, customerId, notes: { internal: null, public: row.note } }];
  });
  await writeNotes(tx, notes);
  const failed = rows.filter((_, index) => problemOf(outcomes[index]) !== null);
  return new Set(failed.map(({ line }) => line));
}

/** Says on its row why points did not move, and no longer says so where they did. */
export async function noteProblems(
  tx: ShopTx,
  import_: PointsImport,
  rows: readonly Row[],
  outcomes: readonly PostOutcome[],
  named: (outcome: "short" | "frozen") => string,
): Promise<void> {
  const byProblem = Map.groupBy(rows, (_, index) => {
    const problem = problemOf(outcomes[index]);
    return problem && named(problem);
  });
  for (const [problem, some] of byProblem) await writeProblem(tx, import_, some, problem);
}

/** The same of rows that all came to one. */
export async function writeProblem(
  tx: ShopTx,
  { shopId, id }: PointsImport,
  rows: readonly Row[],
  problem: string | null,
): Promise<void> {
  const changed = rows.filter((row) => row.problem !== problem);
  if (changed.length === 0) return;
  const lines = changed.map(({ line }) => line);
  await tx.pointsImportRow.updateMany({
    where: { shopId, importId: id, line: { in: lines } },
    data: { problem },
  });
  const found = (problem === null ? -1 : 1) * changed.length;
  await tx.pointsImport.update({
    where: { shopId_id: { shopId, id } },
    data: { problems: { increment: found } },
  });
}

function problemOf(outcome: PostOutcome | undefined): "short" | "frozen" | null {
  return outcome?.outcome === "short" || outcome?.outcome === "frozen" ? outcome.outcome : null;
}
