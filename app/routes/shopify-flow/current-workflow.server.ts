import { z } from "zod";

import { findCustomer } from "#app/customers/identity/find-customer.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { adjustBalance } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { isSignedBody } from "#app/shopify/body-signature.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

/** An action of one of the shop's workflows: what it says, and for whom. */
export type FlowCall<Sent> = { shop: Shop; customerId: string; sent: Sent };

type AnyAction = { shopify_domain: string; properties: { customer_id: bigint } };

/** What Flow alone says. Webhooks are signed with the same secret, and are no step of a workflow. */
const Envelope = z.object({ shopify_domain: z.string(), action_run_id: z.unknown().nonoptional() });

/**
 * What Shopify Flow asks for. Only its signature over the bytes and its envelope say that it is Flow. Throws the
 * answer for anything else: Flow shows a 4xx to the merchant beside the step, and tries again after
 * a 5xx.
 */
export async function flowCall<Sent extends AnyAction>(
  request: Request,
  schema: z.ZodType<Sent>,
): Promise<FlowCall<Sent>> {
  if (request.method !== "POST") throw flowAnswer(405, "Only POST");
  const rawBody = await request.text();
  const signature = request.headers.get("x-shopify-hmac-sha256") ?? "";
  if (!isSignedBody(Buffer.from(rawBody), signature))
    throw flowAnswer(401, "Not signed by Shopify");

  const body = asJson(rawBody);
  if (!Envelope.safeParse(body).success) throw flowAnswer(401, "Not sent by Shopify Flow");

  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map(({ path }) => path.at(-1)))].join(", ");
    throw flowAnswer(400, `These fields need another look: ${fields}`);
  }
  const shop = await db.shop.findUnique({ where: { domain: parsed.data.shopify_domain } });
  if (!shop || shop.uninstalledAt) throw flowAnswer(404, "Encore is not installed in this shop");
  const customerId = await inShop(shop.id, (tx) =>
    findCustomer(tx, { shopifyId: parsed.data.properties.customer_id }),
  );
  if (!customerId) throw flowAnswer(404, "Encore has not heard of this customer yet");
  return { shop, customerId, sent: parsed.data };
}

/** Gives or takes points for a step of a workflow, once for each run of it, and answers Flow. */
export async function answerPoints(
  shopId: string,
  {
    customerId,
    points,
    note,
    runId,
  }: { customerId: string; points: bigint; note: string | null; runId: string },
): Promise<Response> {
  const notes = { internal: "Shopify Flow", public: note };
  const wanted = { customerId, points, notes, clientKey: `flow.${runId}` };
  const adjusted = await adjustBalance(shopId, wanted, "flow", now());
  if (adjusted.outcome === "adjusted") return flowAnswer(200, "Done");
  if (adjusted.reason === "short")
    return flowAnswer(422, `The customer has only ${adjusted.available} points to spend`);
  // Somebody has to look at the account first; until then Flow tries again.
  return flowAnswer(503, "The customer's points are being checked");
}

/** An answer to Flow, in words for the merchant who reads them beside the step. */
export function flowAnswer(status: number, message: string): Response {
  return Response.json({ message }, { status, headers: { "cache-control": "no-store" } });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
