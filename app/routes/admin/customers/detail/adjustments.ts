import { type ActionFunctionArgs, json } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { jsonOf } from "#app/http/request-body.server.ts";
import { adjustBalance } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

import { parseAdjustment } from "./adjustment.schema.ts";

/** POST: gives a person points, or takes some. Answers what is wrong at which field, or why it cannot be. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = idOfAddress(params);
  const { adjustment, errors } = parseAdjustment(await jsonOf(request));
  if (errors) return json({ saved: false, errors, refused: null }, { status: 422 });

  const adjusted = await adjustBalance(shop.id, { ...adjustment, customerId: id }, actor, now());
  if (adjusted.outcome === "adjusted") return json({ saved: true, errors: null, refused: null });
  const { reason } = adjusted;
  const available = reason === "short" ? Number(adjusted.available) : null;
  return json({ saved: false, errors: null, refused: { reason, available } }, { status: 409 });
}
