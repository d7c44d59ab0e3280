import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop } from "#app/ground/db.server.ts";
import { open, seal } from "#app/ground/encryption.server.ts";

/** How long a merchant can mend the rows of a file that failed. */
export const CELLS_KEPT_DAYS = 30;

/** What a row said, as it is kept: it may name people whom the shop does not know. */
export function sealCells(shopId: string, cells: readonly string[]): Buffer {
  return seal(Buffer.from(JSON.stringify(cells)), purposeOf(shopId));
}

/** What `sealCells` sealed. */
export function openCells(shopId: string, sealed: Uint8Array): string[] {
  return JSON.parse(open(Buffer.from(sealed), purposeOf(shopId)).toString()) as string[];
}

/** Drops what failed rows of old files said. */
export async function dropOldCells(shopId: string, at: Date): Promise<void> {
  const before = new Date(at.getTime() - CELLS_KEPT_DAYS * DAY_MS);
  await inShop(
    shopId,
    (tx) => tx.$executeRaw`
      UPDATE points_import_row r SET cells = NULL
      FROM points_import i
      WHERE i.shop_id = ${shopId}::uuid AND i.created_at < ${before}
        AND r.shop_id = i.shop_id AND r.import_id = i.id AND r.cells IS NOT NULL`,
  );
}

function purposeOf(shopId: string): string {
  return `${shopId}.points_import_row.cells`;
}
