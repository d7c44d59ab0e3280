import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop } from "#app/ground/db.server.ts";

export type ListedPrivacyRequest = {
  id: string;
  kind: "data_request" | "customer_redact";
  shopifyCustomerId: string | null;
  requestedAt: string;
  completedAt: string | null;
  /** For a data request: whether what was held about the person is still kept, to be handed over. */
  hasAnswer: boolean;
};

const MOST_LISTED = 100;
/** How long the merchant has to hand over an answer. */
const ANSWER_KEPT_DAYS = 30;

/** The shop's privacy requests, the newest first. Their answers, which hold all about a person, stay where they are. */
export async function listPrivacyRequests(shopId: string): Promise<ListedPrivacyRequest[]> {
  const rows = await inShop(
    shopId,
    (tx) => tx.$queryRaw<Row[]>`
      SELECT id::text, kind, shopify_customer_id::text AS "shopifyCustomerId", requested_at AS "requestedAt",
        completed_at AS "completedAt", answer IS NOT NULL AS "hasAnswer"
      FROM privacy_request WHERE shop_id = ${shopId}::uuid
      ORDER BY requested_at DESC LIMIT ${MOST_LISTED}`,
  );
  return rows.map((row) => ({
    ...row,
    requestedAt: row.requestedAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
  }));
}

type Row = Omit<ListedPrivacyRequest, "requestedAt" | "completedAt"> & {
  requestedAt: Date;
  completedAt: Date | null;
};

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

/** Drops the answers of a shop that the merchant had long enough to hand over. That they were asked for stays. */
export async function dropOldAnswers(shopId: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - ANSWER_KEPT_DAYS * DAY_MS);
  await inShop(
    shopId,
    (tx) => tx.$executeRaw`
      UPDATE privacy_request SET answer = NULL
      WHERE shop_id = ${shopId}::uuid AND answer IS NOT NULL AND completed_at < ${before}`,
  );
}
