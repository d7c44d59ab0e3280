import type { LoaderFunctionArgs } from "@remix-run/node";

import { customerOrders } from "#app/customers/timeline/customer.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

import { parseMore } from "./show-more.schema.ts";

/** GET: the next rows of a person's orders. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const { id, before, limit } = parseMore(params, request);
  return customerOrders(shop.id, id, { before, limit });
}
