import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { textsOf } from "#app/http/request-body.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { orderRewards } from "#app/loyalty/rewards/rewards.server.ts";

const Order = z.object({
  order: z
    .string()
    .transform((ids) => ids.split(","))
    .pipe(z.array(z.uuid()).min(1).max(1_000)),
});

/** POST: puts the rewards into this order. Those that are not named stay behind these. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const form = Order.safeParse(await textsOf(request));
  if (!form.success) throw new Response(null, { status: 422 });

  await orderRewards(shop.id, form.data.order, { actor, at: now() });
  return null;
}
