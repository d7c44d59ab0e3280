import { inShop, type ShopTx } from "#app/ground/db.server.ts";

import { rowProblemInWords } from "./import-copy.ts";
import { cellsFor, REASON_COLUMN } from "./points-file.ts";
import { openCells } from "./row-cells.server.ts";

const ROWS_AT_ONCE = 1_000;

/** Of files from before their headings were kept. */
const USUAL_HEADING = ["Customer id", "Email", "Points", "Note"];

type FailedRow = {
  line: number;
  problem: string;
  cells: Uint8Array | null;
  shopifyId: string | null;
  email: string | null;
  phone: string | null;
  points: string | null;
  birthday: string | null;
  tier: string | null;
  tierUntil: string | null;
  note: string | null;
};

/**
 * The rows of a file that were left out, as a file of their own: why, then what each said. It can be mended and imported again.
 * Null when there is no such file.
 */
export async function exportFailedRows(
  shopId: string,
  importId: string,
): Promise<{ heading: string[]; rows: AsyncIterable<string[][]> } | null> {
  const file = await inShop(shopId, (tx) =>
    tx.pointsImport.findUnique({
      where: { shopId_id: { shopId, id: importId } },
      select: { heading: true },
    }),
  );
  if (!file) return null;
  const heading = file.heading.length > 0 ? file.heading : USUAL_HEADING;
  return { heading: [REASON_COLUMN, ...heading], rows: linesOf(shopId, importId, heading) };
}

async function* linesOf(
  shopId: string,
  importId: string,
  heading: readonly string[],
): AsyncGenerator<string[][]> {
  for (let after = 0; ;) {
    const rows = await inShop(shopId, (tx) => findFailed(tx, importId, after));
    if (rows.length === 0) return;
    yield rows.map((row) => [rowProblemInWords(row.problem), ...saidBy(shopId, row, heading)]);
    after = rows.at(-1)?.line ?? after;
  }
}

/** What is no longer kept, or was fine until it was applied, is said by what is known of the row. */
function saidBy(shopId: string, row: FailedRow, heading: readonly string[]): string[] {
  if (row.cells) return openCells(shopId, row.cells);
  const { shopifyId, email, phone, points, birthday, tier, tierUntil, note } = row;
  return cellsFor(heading, {
    ...(shopifyId && { id: shopifyId }),
    ...(email && { email }),
    ...(phone && { phone }),
    ...(points && { points }),
    ...(birthday && { birthday }),
    ...(tier && { tier }),
    ...(tierUntil && { tierUntil }),
    ...(note && { note }),
  });
}

function findFailed(tx: ShopTx, importId: string, after: number): Promise<FailedRow[]> {
  return tx.$queryRaw<FailedRow[]>`
    SELECT r.line, r.problem, r.cells, c.shopify_id::text AS "shopifyId", c.email, c.phone, r.points::text AS points, r.note,
      '--' || to_char(make_date(2024, r.birth_month, r.birth_day), 'MM-DD') AS birthday,
      t.name AS tier, to_char((r.tier_until AT TIME ZONE s.timezone) - interval '1 day', 'YYYY-MM-DD') AS "tierUntil"
    FROM points_import_row r
    JOIN shop s ON s.id = r.shop_id
    LEFT JOIN tier t ON t.shop_id = r.shop_id AND t.id = r.tier_id
    LEFT JOIN customer c ON c.shop_id = r.shop_id AND c.id = r.customer_id
    WHERE r.shop_id = ${tx.shopId}::uuid AND r.import_id = ${importId}::uuid AND r.line > ${after}::int AND r.problem IS NOT NULL
    ORDER BY r.line
    LIMIT ${ROWS_AT_ONCE}::int`;
}
