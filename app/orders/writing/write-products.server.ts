import type { ShopTx } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";

import type { ProductFacts } from "../facts.ts";

/** Writes the latest version of each product. */
export async function writeProducts(tx: ShopTx, products: readonly ProductFacts[]): Promise<void> {
  const latest = [...products.reduce(later, new Map<bigint, ProductFacts>()).values()];
  if (latest.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO product AS p (shop_id, id, title, handle, type, status, tags, source_updated_at)
    SELECT ${tx.shopId}::uuid, r.id, r.title, r.handle, r.type, r.status, r.tags, r."updatedAt"
    FROM jsonb_to_recordset(${toJson(latest)}::jsonb) AS r(
      id bigint, title text, handle text, type text, status text, tags text[], "updatedAt" timestamptz)
    ON CONFLICT (shop_id, id) DO UPDATE SET
      title = EXCLUDED.title, handle = EXCLUDED.handle, type = EXCLUDED.type, status = EXCLUDED.status,
      tags = EXCLUDED.tags, source_updated_at = EXCLUDED.source_updated_at
    WHERE (EXCLUDED.source_updated_at, concat_ws('|', EXCLUDED.title, EXCLUDED.handle, EXCLUDED.type, EXCLUDED.status, EXCLUDED.tags::text) COLLATE "C")
      > (p.source_updated_at, concat_ws('|', p.title, p.handle, p.type, p.status, p.tags::text) COLLATE "C")`;
}

function later(known: Map<bigint, ProductFacts>, one: ProductFacts): Map<bigint, ProductFacts> {
  const other = known.get(one.id);
  return !other || one.updatedAt >= other.updatedAt ? known.set(one.id, one) : known;
}
