import { inShop } from "#app/db.server.ts";

/** What a data request was answered with; null when there is no such request, or its answer was dropped already. */
export async function findPrivacyAnswer(shopId: string, id: string): Promise<unknown> {
  const request = await inShop(shopId, (tx) =>
    tx.privacyRequest.findUnique({
      where: { shopId_id: { shopId, id } },
      select: { answer: true },
    }),
  );
  return request?.answer ?? null;
}
