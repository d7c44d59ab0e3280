import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { storable } from "#app/ground/json.ts";

import { findPeople, keyOf } from "./find-people.server.ts";
import { type FileProblem, type FileRow, readPointsFile } from "./points-file.ts";

const ROWS_AT_ONCE = 2_000;

export type TriedImport =
  { outcome: "tried"; id: string } | { outcome: "refused"; problem: FileProblem };

/** A row as it would be applied. */
type TriedRow = Omit<FileRow, "who"> & { customerId: string | null };

/**
 * Reads a file of points without giving any: who each row is about, and what stands in its way.
 * Nobody is made who is not known, and no address is kept. Answers with the id of what can then be
 * applied, or why the file cannot be read.
 */
export async function tryImport(
  shopId: string,
  file: { name: string; text: string },
  actor: string,
  at: Date,
): Promise<TriedImport> {
  const { rows, problem } = readPointsFile(file.text);
  if (problem !== null) return { outcome: "refused", problem };

  const id = newId();
  await inShop(shopId, async (tx) => {
    const left = new Map<string, bigint>();
    const tried: TriedRow[] = [];
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const some = await tryRows(tx, rows.slice(from, from + ROWS_AT_ONCE), left);
      await insertRows(tx, id, some);
      tried.push(...some);
    }
    const good = tried.filter((row) => row.problem === null);
    await tx.pointsImport.create({
      data: {
        shopId,
        id,
        fileName: storable(file.name).slice(0, MOST_NAME),
        state: "tried",
        rows: tried.length,
        problems: tried.length - good.length,
        points: good.reduce((sum, { points }) => sum + (points ?? 0n), 0n),
        actor,
        createdAt: at,
      },
    });
  });
  return { outcome: "tried", id };
}

const MOST_NAME = 120;

/** `left` is what each customer has after the rows so far: a row that takes more than that has a problem. */
async function tryRows(
  tx: ShopTx,
  rows: FileRow[],
  left: Map<string, bigint>,
): Promise<TriedRow[]> {
  const people = await findPeople(
    tx,
    rows.flatMap(({ who }) => who ?? []),
  );
  const accounts = await tx.ledgerAccount.findMany({
    where: { shopId: tx.shopId, customerId: { in: [...new Set(people.values())] } },
    select: { customerId: true, available: true, debt: true, frozenAt: true },
  });
  const frozen = new Set(accounts.filter((a) => a.frozenAt).map(({ customerId }) => customerId));
  for (const { customerId, available, debt } of accounts)
    if (!left.has(customerId)) left.set(customerId, available - debt);

  return rows.map(({ who, ...row }): TriedRow => {
    const customerId = (who && people.get(keyOf(who))) ?? null;
    if (row.problem !== null || row.points === null) return { ...row, customerId };
    if (customerId === null) return { ...row, customerId, problem: "unknown_customer" };
    if (frozen.has(customerId)) return { ...row, customerId, problem: "frozen" };
    const after = (left.get(customerId) ?? 0n) + row.points;
    if (row.points < 0n && after < 0n) return { ...row, customerId, problem: "short" };
    left.set(customerId, after);
    return { ...row, customerId };
  });
}

async function insertRows(tx: ShopTx, importId: string, rows: TriedRow[]): Promise<void> {
  await tx.pointsImportRow.createMany({
    data: storable(rows).map((row) => ({ ...row, shopId: tx.shopId, importId })),
  });
}
