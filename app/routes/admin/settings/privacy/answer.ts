import type { LoaderFunctionArgs } from "@remix-run/node";

import { findPrivacyAnswer } from "#app/customers/privacy/privacy-requests.server.ts";
import { idOfAddress, orNotFound } from "#app/http/address-id.schema.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

/** GET: everything Encore holds about the person who asked, as JSON, for the merchant to hand over. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const answer = orNotFound(await findPrivacyAnswer(shop.id, idOfAddress(params)));

  return new Response(JSON.stringify(answer, null, 2), {
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" },
  });
}
