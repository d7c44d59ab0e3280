import { inShop } from "#app/ground/db.server.ts";

import { ANSWERS_KEPT_MS } from "./api/answer-once.server.ts";

/** How long it can be seen what was sent to which endpoint, and which workflows may not have started. */
const SENDS_KEPT_MS = 30 * 24 * 3_600_000;

/** Drops what nobody can ask for any more: old answers to API calls, and webhooks and workflows that were dealt with long ago. */
export async function dropOldRows(shopId: string, at: Date): Promise<void> {
  const answersBefore = new Date(at.getTime() - ANSWERS_KEPT_MS);
  const sendsBefore = new Date(at.getTime() - SENDS_KEPT_MS);
  await inShop(shopId, async (tx) => {
    await tx.apiCall.deleteMany({ where: { shopId, at: { lt: answersBefore } } });
    await tx.webhookSend.deleteMany({
      where: { shopId, state: { not: "pending" }, dueAt: { lt: sendsBefore } },
    });
    await tx.flowStart.deleteMany({ where: { shopId, askedAt: { lt: sendsBefore } } });
  });
}
