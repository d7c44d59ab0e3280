import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { open, seal } from "#app/ground/encryption.server.ts";

import type { PartAt } from "./read-points-file.server.ts";

const PART_BYTES = 256 * 1024;

/** Keeps a file's text, sealed, until it has been checked: it names people. */
export async function keepParts(tx: ShopTx, importId: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  for (let part = 0; part * PART_BYTES < bytes.length; part++) {
    const plain = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    const content = new Uint8Array(seal(plain, purposeOf(tx.shopId)));
    await tx.pointsImportPart.create({ data: { shopId: tx.shopId, importId, part, content } });
  }
}

/** Reads what `keepParts` kept. */
export function partsOf(shopId: string, importId: string): PartAt {
  return async (part) => {
    const key = { shopId, importId, part };
    const where = { shopId_importId_part: key };
    const kept = await inShop(shopId, (tx) => tx.pointsImportPart.findUnique({ where }));
    return kept && open(Buffer.from(kept.content), purposeOf(shopId));
  };
}

/** Drops it: it has been read, or is not wanted. */
export async function dropParts(tx: ShopTx, importId: string): Promise<void> {
  await tx.pointsImportPart.deleteMany({ where: { shopId: tx.shopId, importId } });
}

function purposeOf(shopId: string): string {
  return `${shopId}.points_import_part.content`;
}
