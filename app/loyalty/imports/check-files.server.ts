import { createHash } from "node:crypto";

import { DateTime } from "luxon";

import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { storable, toJson } from "#app/ground/json.ts";
import type { PointsImport } from "#prisma/generated/client/client.ts";

import { ensureTiers } from "../tiers/ensure-tiers.server.ts";
import type { ImportMode } from "./file-cells.ts";
import { findPeople, keyOf } from "./find-people.server.ts";
import { changeTo } from "./import-drafts.ts";
import { dropParts, partsOf } from "./file-parts.server.ts";
import { type FileProblem, type FileRow, RecordReader, UnreadableFile } from "./points-file.ts";
import { rowsOf } from "./read-points-file.server.ts";
import { sealCells } from "./row-cells.server.ts";

const ROWS_AT_ONCE = 2_000;

type Checked = Pick<PointsImport, "id" | "mode">;

/** A row as it would be applied, and by how much it would change a balance that it sets. */
type TriedRow = Omit<FileRow, "who" | "tier" | "tierUntil"> & {
  customerId: string | null;
  tierId: string | null;
  tierUntil: Date | null;
  posted: bigint | null;
};

type TierOf = (
  row: Pick<FileRow, "tier" | "tierUntil">,
) => Pick<TriedRow, "tierId" | "tierUntil"> & { problem: "unknown_tier" | "tier_over" | null };

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
  file: Checked,
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
  file: Checked,
  all: readonly FileRow[],
  at: Date,
): Promise<void> {
  const done = await lockFile(tx, file.id);
  const rows = all.filter(({ line }) => done !== null && line > done);
  const last = rows.at(-1);
  if (!last) return;
  await insertRows(tx, file, await tryRows(tx, file, rows, await readerOfTiers(tx, at)));
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
  file: Checked,
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
async function refuseRepeated(tx: ShopTx, { id }: Checked): Promise<void> {
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
async function dropGoodCells(tx: ShopTx, { id }: Checked, after: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE points_import_row SET cells = NULL
    WHERE shop_id = ${tx.shopId}::uuid AND import_id = ${id}::uuid AND problem IS NULL
      AND line > ${after}::int AND line <= ${after + ROWS_AT_ONCE}::int`;
}

/** Reads which tier a row gives, by what the shop's tiers are called, and until when by its clock. */
async function readerOfTiers(tx: ShopTx, at: Date): Promise<TierOf> {
  const { active, tiers, timezone } = await ensureTiers(tx, at);
  const idOf = new Map(tiers.map(({ id, name }) => [plain(name), id]));
  return ({ tier, tierUntil: lastDay }) => {
    if (tier === null) return { tierId: null, tierUntil: null, problem: null };
    const tierId = (active && idOf.get(plain(tier))) || null;
    const tierUntil =
      lastDay === null
        ? null
        : DateTime.fromISO(lastDay, { zone: timezone }).plus({ days: 1 }).toJSDate();
    const isOver = tierUntil !== null && tierUntil <= at;
    const problem = tierId === null ? "unknown_tier" : isOver ? "tier_over" : null;
    return { tierId, tierUntil, problem };
  };
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}

/** Each row with what stands in its way, by what all rows before it have done. */
async function tryRows(
  tx: ShopTx,
  { id, mode }: Checked,
  rows: readonly FileRow[],
  tierOf: TierOf,
): Promise<TriedRow[]> {
  const named = rows.flatMap(({ who }) => who ?? []);
  const people = await findPeople(tx, named);
  const ids = [...new Set(people.values())].filter((one) => one !== null);
  const accounts = await tx.ledgerAccount.findMany({
    where: { shopId: tx.shopId, customerId: { in: ids } },
    select: { customerId: true, available: true, debt: true, frozenAt: true },
  });
  const accountOf = new Map(accounts.map((account) => [account.customerId, account]));
  const given = mode === "add" ? await givenSoFar(tx, id, ids) : new Map<string, bigint>();

  return rows.map(({ who, tier, tierUntil: lastDay, ...said }): TriedRow => {
    const { problem: tierProblem, ...tierGiven } = tierOf({ tier, tierUntil: lastDay });
    const found = who ? people.get(keyOf(who)) : null;
    const customerId = found ?? null;
    const row = { ...said, ...tierGiven, customerId, posted: null };
    if (row.problem !== null) return row;
    if (customerId === null)
      return { ...row, problem: found === null ? "two_customers" : "unknown_customer" };
    if (tierProblem !== null) return { ...row, problem: tierProblem };
    const account = accountOf.get(customerId);
    if (account?.frozenAt) return { ...row, problem: "frozen" };
    if (row.points === null) return row;
    const balance = account ?? { available: 0n, debt: 0n };
    if (mode === "set") return { ...row, posted: changeTo(row.points, balance) };
    const before = given.get(customerId) ?? 0n;
    const has = balance.available - balance.debt + before + row.points;
    if (row.points < 0n && has < 0n) return { ...row, problem: "short" };
    given.set(customerId, before + row.points);
    return row;
  });
}

/** How many points the rows that are there already give each of these. */
async function givenSoFar(
  tx: ShopTx,
  importId: string,
  customerIds: readonly string[],
): Promise<Map<string, bigint>> {
  const sums = await tx.$queryRaw<{ customerId: string; points: bigint }[]>`
    SELECT customer_id AS "customerId", sum(points)::bigint AS points FROM points_import_row
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${customerIds}::uuid[]) AND import_id = ${importId}::uuid
      AND problem IS NULL AND points IS NOT NULL
    GROUP BY customer_id`;
  return new Map(sums.map(({ customerId, points }) => [customerId, points]));
}

async function insertRows(
  tx: ShopTx,
  { id, mode }: Checked,
  rows: readonly TriedRow[],
): Promise<void> {
  const { shopId } = tx;
  const kept = rows.map((row) => ({
    ...row,
    // About nobody who could ask to be forgotten: it stands in the cells.
    note: row.customerId === null ? null : storable(row.note),
    cells: row.problem || mode === "set" ? sealCells(shopId, row.cells).toString("base64") : null,
  }));
  await tx.$executeRaw`
    INSERT INTO points_import_row
      (shop_id, import_id, line, customer_id, points, posted, birth_month, birth_day, tier_id, tier_until, note, problem, cells)
    SELECT ${shopId}::uuid, ${id}::uuid, r.line, r."customerId", r.points, r.posted,
      (r.birthday->>'month')::smallint, (r.birthday->>'day')::smallint, r."tierId", r."tierUntil", r.note, r.problem, decode(r.cells, 'base64')
    FROM jsonb_to_recordset(${toJson(kept)}::jsonb)
      AS r(line int, "customerId" uuid, points bigint, posted bigint, birthday jsonb, "tierId" uuid, "tierUntil" timestamptz, note text, problem text, cells text)`;
}
