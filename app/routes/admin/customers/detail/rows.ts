import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { customerOrders, customerTimeline } from "#app/customers/timeline/customer.server.ts";
import { customerLedger } from "#app/loyalty/ledger/customer-ledger.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

const MORE_ROWS = 25;
const LONGEST_CURSOR = 300;

const lists = { ledger: customerLedger, orders: customerOrders, timeline: customerTimeline };

const More = z.object({
  id: z.uuid(),
  list: z.enum(["ledger", "orders", "timeline"]),
  before: z.string().min(1).max(LONGEST_CURSOR),
});

/** GET …/rows/orders?before=CURSOR: the next rows of a person's orders, points ledger or timeline. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const more = More.safeParse({ ...query, ...params });
  if (!more.success) throw new Response(null, { status: 404 });
  const { id, list, before } = more.data;
  return lists[list](shop.id, id, { before, limit: MORE_ROWS });
}
