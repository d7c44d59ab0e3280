import { createHash } from "node:crypto";

import { DateTime } from "luxon";

import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { storable, toJson } from "#app/ground/json.ts";

import { ensureTiers } from "../tiers/ensure-tiers.server.ts";
import type { ImportMode } from "./file-cells.ts";
import { findPeople, keyOf } from "./find-people.server.ts";
import { changeTo } from "./import-drafts.ts";
import { type FileProblem, type FileRow, readPointsFile } from "./points-file.ts";
import { sealCells } from "./row-cells.server.ts";

const ROWS_AT_ONCE = 2_000;

export type TriedImport =
  { outcome: "tried"; id: string } | { outcome: "refused"; problem: FileProblem };

type PointsFile = { name: string; text: string; mode?: ImportMode };
type Balance = { available: bigint; debt: bigint };

/** A row as it would be applied, and by how much it would change a balance. */
type TriedRow = Omit<FileRow, "who" | "tier" | "tierUntil"> & {
  customerId: string | null;
  tierId: string | null;
  tierUntil: Date | null;
  change: bigint;
};

/** What rows are tried by beyond who they are about. */
type Trying = { mode: ImportMode; tierOf: TierOf };
type TierOf = (
  row: Pick<FileRow, "tier" | "tierUntil">,
) => Pick<TriedRow, "tierId" | "tierUntil"> & { problem: "unknown_tier" | "tier_over" | null };

/**
 * Reads a file of points without giving any: who each row is about, and what stands in its way. Nobody is made who is not known,
 * and an address is kept only in what a failed row said, sealed, for as long as it can be mended. Answers with the id of what can
 * then be applied, or why the file cannot be read.
 *
 * Somebody who stands in several rows, perhaps by email in one and by Shopify's id in another, has each of them counted where
 * points are added, and none where balances are set: nobody can tell which of the balances is meant.
 */
export async function tryImport(
  shopId: string,
  { name, text, mode = "add" }: PointsFile,
  actor: string,
  at: Date,
): Promise<TriedImport> {
  const file = readPointsFile(text, mode);
  if (file.problem !== null) return { outcome: "refused", problem: file.problem };

  const id = newId();
  await inShop(shopId, async (tx) => {
    const trying = { mode, tierOf: await readerOfTiers(tx, at) };
    const tried = await tryRows(tx, file.rows, trying);
    await insertRows(tx, id, tried);
    const good = tried.filter((row) => row.problem === null);
    await tx.pointsImport.create({
      data: {
        shopId,
        id,
        fileName: storable(name).slice(0, MOST_NAME),
        state: "tried",
        mode,
        contentHash: hashOf([file.heading, ...file.rows.map(({ cells }) => cells)]),
        heading: storable(file.heading),
        rows: tried.length,
        problems: tried.length - good.length,
        points: good.reduce((sum, { change }) => sum + change, 0n),
        actor,
        createdAt: at,
      },
    });
  });
  return { outcome: "tried", id };
}

const MOST_NAME = 120;

/** Of what the cells say: saved again by another program, with another name, it is the same file. */
function hashOf(records: readonly string[][]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(JSON.stringify(records)).digest());
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

async function tryRows(tx: ShopTx, rows: readonly FileRow[], trying: Trying): Promise<TriedRow[]> {
  const balances = new Map<string, Balance>();
  const tried: TriedRow[] = [];
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    tried.push(...(await trySome(tx, rows.slice(from, from + ROWS_AT_ONCE), trying, balances)));
  return trying.mode === "set" ? refuseRepeated(tried) : tried;
}

/** `balances` is what each customer has after the rows so far: a row that takes more than that has a problem. */
async function trySome(
  tx: ShopTx,
  rows: readonly FileRow[],
  { mode, tierOf }: Trying,
  balances: Map<string, Balance>,
): Promise<TriedRow[]> {
  const people = await findPeople(
    tx,
    rows.flatMap(({ who }) => who ?? []),
  );
  const accounts = await tx.ledgerAccount.findMany({
    where: {
      shopId: tx.shopId,
      customerId: { in: [...people.values()].filter((id) => id !== null) },
    },
    select: { customerId: true, available: true, debt: true, frozenAt: true },
  });
  const frozen = new Set(accounts.filter((a) => a.frozenAt).map(({ customerId }) => customerId));
  for (const { customerId, ...balance } of accounts)
    if (!balances.has(customerId)) balances.set(customerId, balance);

  return rows.map(({ who, tier, tierUntil: lastDay, ...said }): TriedRow => {
    const { problem: tierProblem, ...given } = tierOf({ tier, tierUntil: lastDay });
    const row = { ...said, ...given };
    const found = who ? people.get(keyOf(who)) : null;
    const customerId = found ?? null;
    const left = (problem: FileRow["problem"]) => ({ ...row, customerId, problem, change: 0n });
    if (row.problem !== null) return left(row.problem);
    if (customerId === null) return left(found === null ? "two_customers" : "unknown_customer");
    if (tierProblem !== null) return left(tierProblem);
    if (frozen.has(customerId)) return left("frozen");
    if (row.points === null) return left(null);
    const before = balances.get(customerId) ?? { available: 0n, debt: 0n };
    if (mode === "set") return { ...row, customerId, change: changeTo(row.points, before) };
    const after = before.available - before.debt + row.points;
    if (row.points < 0n && after < 0n) return left("short");
    balances.set(customerId, { available: after, debt: 0n });
    return { ...row, customerId, change: row.points };
  });
}

/** Rows whose customer has another one, too. */
function refuseRepeated(rows: readonly TriedRow[]): TriedRow[] {
  const byCustomer = Map.groupBy(rows, ({ customerId }) => customerId);
  return rows.map((row) => {
    const isOnce = row.customerId === null || byCustomer.get(row.customerId)?.length === 1;
    return isOnce || row.problem !== null ? row : { ...row, problem: "repeated", change: 0n };
  });
}

async function insertRows(tx: ShopTx, importId: string, rows: readonly TriedRow[]): Promise<void> {
  const { shopId } = tx;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE).map((row) => ({
      ...row,
      note: storable(row.note),
      cells: row.problem && sealCells(shopId, row.cells).toString("base64"),
    }));
    await tx.$executeRaw`
      INSERT INTO points_import_row
        (shop_id, import_id, line, customer_id, points, birth_month, birth_day, tier_id, tier_until, note, problem, cells)
      SELECT ${shopId}::uuid, ${importId}::uuid, r.line, r."customerId", r.points,
        (r.birthday->>'month')::smallint, (r.birthday->>'day')::smallint, r."tierId", r."tierUntil", r.note, r.problem, decode(r.cells, 'base64')
      FROM jsonb_to_recordset(${toJson(some)}::jsonb)
        AS r(line int, "customerId" uuid, points bigint, birthday jsonb, "tierId" uuid, "tierUntil" timestamptz, note text, problem text, cells text)`;
  }
}
