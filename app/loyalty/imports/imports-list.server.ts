import { fullName } from "#app/customers/full-name.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { type PointsImport, Prisma } from "#prisma/generated/client/client.ts";

import type { ImportMode } from "./file-cells.ts";
import { type ImportTrial, loadTrial } from "./import-trial.server.ts";
import { openCells } from "./row-cells.server.ts";

export type ListedImport = {
  id: string;
  fileName: string;
  /** An ImportState. */
  state: string;
  /** Why it is unreadable: a FileProblem. */
  fileProblem: string | null;
  mode: ImportMode;
  /** While it is being checked, how many lines it has. */
  rows: number;
  problems: number;
  points: number;
  linesDone: number;
  actor: string;
  createdAt: string;
  /** When the work on it was last asked for. */
  workingSince: string | null;
};

export type ImportRow = {
  line: number;
  customer: { id: string; name: string | null } | null;
  points: number | null;
  /** Month and day, as 05-31. */
  birthday: string | null;
  note: string | null;
  problem: string | null;
  /** What it said, of a row with a problem, for as long as that is kept. */
  cells: string[] | null;
};

const MOST_LISTED = 50;

const unlisted = {
  shopId: true,
  appliedAt: true,
  reversedAt: true,
  contentHash: true,
  heading: true,
} as const;
type Listed = Omit<PointsImport, keyof typeof unlisted>;

/** The shop's files of points, the latest first. */
export function listImports(shopId: string): Promise<ListedImport[]> {
  return inShop(shopId, async (tx) => {
    const found = await tx.pointsImport.findMany({
      where: { shopId },
      omit: unlisted,
      orderBy: { createdAt: "desc" },
      take: MOST_LISTED,
    });
    return found.map(listed);
  });
}

/**
 * One file with some of its rows: those with a problem, or all, after a line. `next` is the line to
 * go on after. `trial` is there while it has not been applied. Null when there is no such file.
 */
export function findImport(
  shopId: string,
  id: string,
  { problems, after, limit }: { problems: boolean; after: number; limit: number },
): Promise<{
  file: ListedImport;
  trial: ImportTrial | null;
  rows: ImportRow[];
  next: number | null;
} | null> {
  return inShop(shopId, async (tx) => {
    const where = { shopId_id: { shopId, id } };
    const file = await tx.pointsImport.findUnique({ where, omit: unlisted });
    if (!file) return null;
    const found = await rowsOf(tx, id, { problems, after, limit: limit + 1 });
    const rows = found.slice(0, limit);
    return {
      file: listed(file),
      trial: file.state === "tried" ? await loadTrial(tx, id) : null,
      rows,
      next: found.length > limit ? (rows.at(-1)?.line ?? null) : null,
    };
  });
}

async function rowsOf(
  tx: ShopTx,
  id: string,
  { problems, after, limit }: { problems: boolean; after: number; limit: number },
): Promise<ImportRow[]> {
  type Row = Omit<ImportRow, "customer" | "cells"> & {
    cells: Uint8Array | null;
    customerId: string | null;
    firstName: string | null;
    lastName: string | null;
    email: string | null;
  };
  const rows = await tx.$queryRaw<Row[]>`
    SELECT r.line, r.points::float8 AS points, r.note, r.problem, r.customer_id AS "customerId", r.cells,
      to_char(make_date(2024, r.birth_month, r.birth_day), 'MM-DD') AS birthday,
      c.first_name AS "firstName", c.last_name AS "lastName", c.email
    FROM points_import_row r
    LEFT JOIN customer c ON c.shop_id = r.shop_id AND c.id = r.customer_id
    WHERE r.shop_id = ${tx.shopId}::uuid AND r.import_id = ${id}::uuid AND r.line > ${after}::int
      ${problems ? Prisma.sql`AND r.problem IS NOT NULL` : Prisma.empty}
    ORDER BY r.line
    LIMIT ${limit}::int`;
  return rows.map(({ customerId, firstName, lastName, email, cells, ...row }) => ({
    ...row,
    cells: cells && openCells(tx.shopId, cells),
    customer:
      customerId === null
        ? null
        : { id: customerId, name: fullName({ firstName, lastName }) ?? email },
  }));
}

function listed({ points, mode, createdAt, workingSince, ...file }: Listed): ListedImport {
  return {
    ...file,
    mode: mode as ImportMode,
    points: Number(points),
    createdAt: createdAt.toISOString(),
    workingSince: workingSince?.toISOString() ?? null,
  };
}
