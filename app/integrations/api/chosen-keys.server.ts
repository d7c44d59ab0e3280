import { createHmac } from "node:crypto";

import { inShop } from "#app/ground/db.server.ts";

/**
 * What stands for a text that a caller chose to tell things apart by: it may name a person, as `welcome.ada@example.com` does, and the
 * ledger keeps its keys for good. Keyed by the shop: the same text of two shops looks unlike.
 */
export function hashOfChosen(shopId: string, text: string): string {
  return createHmac("sha256", shopId).update(`api.${text}`).digest("base64url");
}

/** What a call's answer is kept by, and its effect: by the caller's key. */
export async function keysOfCall(
  shopId: string,
  idempotencyKey: string,
): Promise<{ answer: string; effect: string }> {
  // As calls were kept before their keys were hashed: for as long as their answers are.
  const former = { shopId, idempotencyKey };
  const isFormer = (await inShop(shopId, (tx) => tx.apiCall.count({ where: former }))) > 0;
  if (isFormer) return { answer: idempotencyKey, effect: `api.${idempotencyKey}` };
  const hashed = `api.${hashOfChosen(shopId, idempotencyKey)}`;
  return { answer: hashed, effect: hashed };
}
