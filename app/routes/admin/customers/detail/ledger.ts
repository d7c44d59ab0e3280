import type { LoaderFunctionArgs } from "@remix-run/node";

import { customerLedger } from "#app/loyalty/ledger/customer-ledger.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

import { parseMore } from "./show-more.schema.ts";

/** GET: the next rows of a person's points ledger. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const { id, before, limit } = parseMore(params, request);
  return customerLedger(shop.id, id, { before, limit });
}
