import type { DatabaseSync } from "node:sqlite";

import type { MetafieldDoc } from "./documents.ts";

export type Metafields = {
  find: (shopId: string, ownerId: string, namespace: string, key: string) => MetafieldDoc | null;
  findById: (shopId: string, id: string) => MetafieldDoc | null;
  /** All of one owner (a GID), by namespace and key. */
  list: (shopId: string, ownerId: string) => MetafieldDoc[];
  put: (shopId: string, metafield: MetafieldDoc) => void;
  remove: (shopId: string, ownerId: string, namespace: string, key: string) => void;
};

export function openMetafields(db: DatabaseSync): Metafields {
  const where = "shop_id = ? AND owner_id = ?";
  const one = db.prepare(`SELECT doc FROM metafield WHERE ${where} AND namespace = ? AND key = ?`);
  const byId = db.prepare("SELECT doc FROM metafield WHERE shop_id = ? AND id = ?");
  const all = db.prepare(`SELECT doc FROM metafield WHERE ${where} ORDER BY namespace, key`);
  const write = db.prepare(
    "INSERT OR REPLACE INTO metafield (shop_id, owner_id, namespace, key, id, doc) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const erase = db.prepare(`DELETE FROM metafield WHERE ${where} AND namespace = ? AND key = ?`);
  const parse = (row: Record<string, unknown> | undefined) =>
    row ? (JSON.parse(String(row["doc"])) as MetafieldDoc) : null;
  return {
    find: (shopId, ownerId, namespace, key) => parse(one.get(shopId, ownerId, namespace, key)),
    findById: (shopId, id) => parse(byId.get(shopId, id)),
    list: (shopId, ownerId) =>
      all.all(shopId, ownerId).map((row) => JSON.parse(String(row["doc"])) as MetafieldDoc),
    put: (shopId, doc) =>
      void write.run(shopId, doc.ownerId, doc.namespace, doc.key, doc.id, JSON.stringify(doc)),
    remove: (shopId, ownerId, namespace, key) => void erase.run(shopId, ownerId, namespace, key),
  };
}
