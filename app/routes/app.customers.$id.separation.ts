import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/clock.server.ts";
import { currentShop } from "#app/current-shop.server.ts";
import { unmergeCustomers } from "#app/customers/unmerge-customers.server.ts";

const Wish = z.object({ mergedId: z.uuid() });

/** POST: takes a record that was joined by its email off this person again. Answers why not when it cannot be done. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  const wish = Wish.safeParse(await request.json());
  if (!wish.success) throw new Response(null, { status: 422 });
  const done = await unmergeCustomers(shop.id, wish.data.mergedId, now());
  return { refused: done.outcome === "refused" ? done.reason : null };
}
