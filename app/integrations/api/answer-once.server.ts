import { createHash, timingSafeEqual } from "node:crypto";

import { inShop } from "#app/ground/db.server.ts";

/** An answer to an API call: its HTTP status and JSON body. */
export type ApiAnswer = { status: number; body: object };

/** A call that changes something. */
export type ApiCall = {
  shopId: string;
  /** Chosen by the caller. */
  idempotencyKey: string;
  /** Everything that makes it this call: method, path, body. */
  request: string;
  at: Date;
};

/** How long answers are kept: a caller who asks again later than that asks for something new. */
export const ANSWERS_KEPT_MS = 7 * 24 * 3_600_000;

/**
 * Answers a call, and asked again with the same key answers the same. `work` has to be harmless when it is done twice under one
 * key: two calls at once, or a crash before its answer is noted, do it again. Null when the key was used for another call.
 * What went wrong on our side is not noted, so that it can be tried again.
 */
export async function answerOnce(
  call: ApiCall,
  work: () => Promise<ApiAnswer>,
): Promise<ApiAnswer | null> {
  const { shopId, idempotencyKey, at } = call;
  const requestHash = new Uint8Array(createHash("sha256").update(call.request).digest());
  const known = await findAnswer(shopId, idempotencyKey, requestHash);
  if (known !== "none") return known;

  const { status, body } = await work();
  if (status >= 500) return { status, body };
  await inShop(shopId, (tx) =>
    tx.apiCall.createMany({
      data: { shopId, idempotencyKey, requestHash, status, answer: body, at },
      skipDuplicates: true,
    }),
  );
  // Somebody who asked at the same moment may have been quicker, and with something else.
  const noted = await findAnswer(shopId, idempotencyKey, requestHash);
  return noted === "none" ? { status, body } : noted;
}

async function findAnswer(
  shopId: string,
  idempotencyKey: string,
  requestHash: Uint8Array,
): Promise<ApiAnswer | null | "none"> {
  const found = await inShop(shopId, (tx) =>
    tx.apiCall.findUnique({ where: { shopId_idempotencyKey: { shopId, idempotencyKey } } }),
  );
  if (!found) return "none";
  if (!timingSafeEqual(found.requestHash, requestHash)) return null;
  return { status: found.status, body: found.answer as object };
}
