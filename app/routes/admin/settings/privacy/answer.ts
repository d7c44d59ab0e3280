import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { findPrivacyAnswer } from "#app/customers/privacy/privacy-requests.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

/** GET: everything Encore holds about the person who asked, as JSON, for the merchant to hand over. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const id = z.uuid().safeParse(params["id"]);
  const answer = id.success ? await findPrivacyAnswer(shop.id, id.data) : null;
  if (!answer) throw new Response(null, { status: 404 });

  return new Response(JSON.stringify(answer, null, 2), {
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" },
  });
}
