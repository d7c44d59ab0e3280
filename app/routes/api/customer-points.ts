import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { GivePoints } from "#app/integrations/api/api.schema.ts";
import { problem } from "#app/integrations/api/problem.ts";
import { adjustBalance } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { IdempotencyKeyReused } from "#app/loyalty/ledger/ledger-batch.ts";
import { apiMember } from "#app/loyalty/ledger/api-member.server.ts";

import { answerCall, customerOfCall, wrongMethod } from "./current-caller.server.ts";

export const loader = wrongMethod;

/** POST: gives a customer points, or takes some. */
export async function action({ request, params }: ActionFunctionArgs) {
  return answerCall(request, GivePoints, async ({ caller: { shop, actor }, body, effectKey }) => {
    const customerId = await customerOfCall(shop.id, params["customer"]);
    const notes = { internal: body.note ?? null, public: body.publicNote ?? null };
    const wanted = { customerId, points: BigInt(body.points), notes, clientKey: effectKey };
    // Answers are kept for a time, the ledger's keys for good.
    const adjusted = await adjustBalance(shop.id, wanted, actor, now()).catch((error: unknown) => {
      if (error instanceof IdempotencyKeyReused) return null;
      throw error;
    });
    if (!adjusted) return problem(422, "idempotency_key_reused");
    if (adjusted.outcome === "refused") {
      const detail =
        adjusted.reason === "short"
          ? `The customer has ${adjusted.available} points to spend.`
          : undefined;
      const codes = {
        short: "not_enough_points",
        frozen: "account_frozen",
        unknown: "customer_not_found",
      };
      return problem(
        adjusted.reason === "unknown" ? 404 : 409,
        codes[adjusted.reason],
        detail ? { detail } : {},
      );
    }
    const { balance } = await apiMember(shop.id, customerId);
    return { status: 200, body: { balance } };
  });
}
