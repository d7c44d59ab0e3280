import type { ShopTx } from "#app/ground/db.server.ts";
import type { PointsImport } from "#prisma/generated/client/client.ts";

import { liabilityMinor } from "../liability/liability.ts";
import { pointValueOf } from "../liability/report.ts";
import { shopOf } from "../program/shop-of.server.ts";
import { unreadColumns } from "./points-file.ts";

/** Somebody who stands in several rows of a file. */
export type RepeatedPerson = {
  id: string;
  name: string | null;
  email: string | null;
  rows: number[];
};

/** The same file, as it was imported before and stands. `at` is null while its points are still on their way. */
export type EarlierImport = { id: string; fileName: string; at: string | null; actor: string };

/** What a merchant sees of a file before it is applied. */
export type ImportTrial = {
  /** How many people get or lose something. */
  people: number;
  /** What the balances come to that are set. */
  balances: number;
  /** How many rows tell a birthday. */
  birthdays: number;
  /** How many rows give a tier. */
  tiers: number;
  /** What the points are worth that it gives, or takes, in minor units of the shop's currency, and by which value. */
  worthMinor: number;
  value: { points: number; minor: number };
  appliedBefore: EarlierImport | null;
  /** The first of them; and how many there are. */
  repeated: { people: number; first: RepeatedPerson[] };
  unreadColumns: string[];
};

const MOST_REPEATED = 20;
const ALL_BPS = 10_000;

/** What a file would do, and what is to be known before. */
export async function loadTrial(tx: ShopTx, id: string): Promise<ImportTrial> {
  const file = await tx.pointsImport.findUniqueOrThrow({
    where: { shopId_id: { shopId: tx.shopId, id } },
  });
  const [sums] = await tx.$queryRaw<
    Pick<ImportTrial, "people" | "balances" | "birthdays" | "tiers">[]
  >`
    SELECT count(DISTINCT customer_id)::int AS people, coalesce(sum(points), 0)::float8 AS balances,
      count(birth_month)::int AS birthdays, count(tier_id)::int AS tiers
    FROM points_import_row
    WHERE shop_id = ${tx.shopId}::uuid AND import_id = ${id}::uuid AND problem IS NULL`;
  return {
    ...(sums ?? { people: 0, balances: 0, birthdays: 0, tiers: 0 }),
    ...(await worthOf(tx, file.points)),
    appliedBefore: await findEarlier(tx, file),
    repeated: await findRepeated(tx, id),
    unreadColumns: unreadColumns(file.heading),
  };
}

async function worthOf(
  tx: ShopTx,
  points: bigint,
): Promise<Pick<ImportTrial, "worthMinor" | "value">> {
  const program = await tx.loyaltyProgram.findUnique({
    where: { shopId: tx.shopId },
    select: { valuePoints: true, valueMinor: true, redemptionRateBps: true },
  });
  const value = pointValueOf(program, (await shopOf(tx)).currency);
  return {
    worthMinor: Number(liabilityMinor(points < 0n ? -points : points, value, ALL_BPS)),
    value: { points: value.valuePoints, minor: Number(value.valueMinor) },
  };
}

/** One that was reversed is as if it had not been. */
async function findEarlier(
  tx: ShopTx,
  { id, contentHash }: Pick<PointsImport, "id" | "contentHash">,
): Promise<EarlierImport | null> {
  if (contentHash === null) return null;
  const earlier = await tx.pointsImport.findFirst({
    where: {
      shopId: tx.shopId,
      id: { not: id },
      contentHash,
      state: { in: ["applying", "applied"] },
    },
    orderBy: { createdAt: "desc" },
    select: { id: true, fileName: true, appliedAt: true, actor: true },
  });
  if (!earlier) return null;
  const { appliedAt, ...rest } = earlier;
  return { ...rest, at: appliedAt?.toISOString() ?? null };
}

async function findRepeated(tx: ShopTx, importId: string): Promise<ImportTrial["repeated"]> {
  const found = await tx.$queryRaw<(RepeatedPerson & { people: number })[]>`
    SELECT c.id, nullif(concat_ws(' ', c.first_name, c.last_name), '') AS name, c.email, twice.rows, twice.people
    FROM (
      SELECT customer_id, array_agg(line ORDER BY line) AS rows, count(*) OVER ()::int AS people
      FROM points_import_row
      WHERE shop_id = ${tx.shopId}::uuid AND import_id = ${importId}::uuid AND customer_id IS NOT NULL
      GROUP BY customer_id HAVING count(*) > 1
      ORDER BY min(line) LIMIT ${MOST_REPEATED}::int
    ) twice
    JOIN customer c ON c.shop_id = ${tx.shopId}::uuid AND c.id = twice.customer_id
    ORDER BY twice.rows[1]`;
  return {
    people: found[0]?.people ?? 0,
    first: found.map(({ people: _, ...person }) => person),
  };
}
