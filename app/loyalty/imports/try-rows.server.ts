import { DateTime } from "luxon";

import type { ShopTx } from "#app/ground/db.server.ts";
import { storable, toJson } from "#app/ground/json.ts";
import type { PointsImport } from "#prisma/generated/client/client.ts";

import { ensureTiers } from "../tiers/ensure-tiers.server.ts";
import { findPeople, keyOf } from "./find-people.server.ts";
import { changeTo } from "./import-drafts.ts";
import type { FileRow } from "./points-file.ts";
import { sealCells } from "./row-cells.server.ts";

/** A file that is being checked. */
export type CheckedFile = Pick<PointsImport, "id" | "mode">;

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

/** Finds who the next rows of a file are about and what stands in their way, and keeps them so. Nothing is given. */
export async function tryRows(
  tx: ShopTx,
  file: CheckedFile,
  rows: readonly FileRow[],
  at: Date,
): Promise<void> {
  await insertRows(tx, file, await tried(tx, file, rows, await readerOfTiers(tx, at)));
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
async function tried(
  tx: ShopTx,
  { id, mode }: CheckedFile,
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
  { id, mode }: CheckedFile,
  rows: readonly TriedRow[],
): Promise<void> {
  const { shopId } = tx;
  const kept = rows.map((row) => ({
    ...row,
    // Nobody would find whose it is, were they to be forgotten. It stands in the cells, too.
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
