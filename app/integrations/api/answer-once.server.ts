import { createHash, timingSafeEqual } from "node:crypto";

import { inShop } from "#app/ground/db.server.ts";

/** An answer to an API call: its HTTP status and JSON body. */
export type ApiAnswer = { status: number; body: object };

/** A call that changes something. */
export type ApiCall = {
  shopId: string;
  /** What stands for the one that the caller chose. */
  idempotencyKey: string;
  /** Everything that makes it this call: method, path, body. */
  request: string;
  at: Date;
};

/** How long answers are kept: a caller who asks again later than that asks for something new. */
export const ANSWERS_KEPT_MS = 7 * 24 * 3_600_000;

/**
 * Answers a call, and asked again with the same key answers the same. Null when the key was used for another call: the first one
 * to come takes the key before anything is done, so that of two different ones at once one is done and nothing of the other.
 * `work` has to be harmless when the same call does it twice: two at once, or a crash before its answer is noted, do it again.
 * What went wrong is not noted, so that the same call can try again.
 */
export async function answerOnce(
  call: ApiCall,
  work: () => Promise<ApiAnswer>,
): Promise<ApiAnswer | null> {
  const { shopId, idempotencyKey, at } = call;
  const requestHash = new Uint8Array(createHash("sha256").update(call.request).digest());
  const key = { shopId, idempotencyKey };
  const taken = await inShop(shopId, async (tx) => {
    await tx.apiCall.createMany({ data: { ...key, requestHash, at }, skipDuplicates: true });
    return tx.apiCall.findUniqueOrThrow({ where: { shopId_idempotencyKey: key } });
  });
  if (!timingSafeEqual(taken.requestHash, requestHash)) return null;
  if (taken.status !== null) return { status: taken.status, body: taken.answer as object };

  const { status, body } = await work();
  if (status >= 500) return { status, body };
  return inShop(shopId, async (tx) => {
    await tx.apiCall.updateMany({
      where: { ...key, status: null },
      data: { status, answer: body },
    });
    // The same call at the same moment may have been quicker: both say what that one said.
    const noted = await tx.apiCall.findUnique({ where: { shopId_idempotencyKey: key } });
    return noted?.status
      ? { status: noted.status, body: noted.answer as object }
      : { status, body };
  });
}
