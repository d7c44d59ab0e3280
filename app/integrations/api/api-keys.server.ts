import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import type { ApiKey } from "#prisma/generated/client/client.ts";

import type { ApiAccess } from "./api-access.ts";
import { formatKey, hintOf, parseKey } from "./api-key.ts";

/** A key as it is listed: nothing of its secret but the last characters. */
export type ListedKey = Omit<ApiKey, "shopId" | "keyHash" | "access"> & { access: ApiAccess };

/** Who calls the API. */
export type ApiCaller = { shopId: string; keyId: string; access: ApiAccess };

const SECRET_BYTES = 32;
/** How exactly it is noted when a key was used: writing it at each call would make the row a hot one. */
const USED_WITHIN_MS = 60_000;

/** Makes a key. Its text is returned this once; only a hash of it is kept. */
export async function createApiKey(
  shopId: string,
  intent: { name: string; access: ApiAccess },
  at: Date,
): Promise<{ id: string; key: string }> {
  const key = formatKey({ shopId, secret: randomBytes(SECRET_BYTES).toString("base64url") });
  const id = newId();
  const data = { shopId, id, ...intent, keyHash: hashOf(key), hint: hintOf(key), createdAt: at };
  await inShop(shopId, (tx) => tx.apiKey.create({ data }));
  return { id, key };
}

/** The shop's keys, newest first, those that were revoked too. */
export async function listApiKeys(shopId: string): Promise<ListedKey[]> {
  const rows = await inShop(shopId, (tx) =>
    tx.apiKey.findMany({
      where: { shopId },
      omit: { shopId: true, keyHash: true },
      orderBy: { createdAt: "desc" },
    }),
  );
  return rows.map((row) => ({ ...row, access: row.access as ApiAccess }));
}

/** Ends a key. False when there is no such key, or it had ended before. */
export async function revokeApiKey(shopId: string, id: string, at: Date): Promise<boolean> {
  const { count } = await inShop(shopId, (tx) =>
    tx.apiKey.updateMany({ where: { shopId, id, revokedAt: null }, data: { revokedAt: at } }),
  );
  return count > 0;
}

/** Whose key this is, or null when it is nobody's (any more). The shop may have left since: see `uninstalledAt` of its row. */
export async function findApiCaller(text: string, at: Date): Promise<ApiCaller | null> {
  const parsed = parseKey(text);
  if (!parsed) return null;
  const { shopId } = parsed;
  const keyHash = hashOf(text);
  return inShop(shopId, async (tx) => {
    const found = await tx.apiKey.findUnique({ where: { shopId_keyHash: { shopId, keyHash } } });
    if (!found || found.revokedAt || !timingSafeEqual(found.keyHash, keyHash)) return null;
    const before = new Date(at.getTime() - USED_WITHIN_MS);
    if (!found.lastUsedAt || found.lastUsedAt < before)
      await tx.apiKey.updateMany({ where: { shopId, id: found.id }, data: { lastUsedAt: at } });
    return { shopId, keyId: found.id, access: found.access as ApiAccess };
  });
}

/** The secret has 256 random bits: a plain hash of it cannot be guessed back. */
function hashOf(key: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(key).digest());
}
