import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { undoAdjustment } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

const Params = z.object({ id: z.uuid(), entryId: z.uuid() });

/** POST: undoes a change of a person's points that was made by hand. Answers why not when it cannot be. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const asked = Params.safeParse(params);
  if (!asked.success) throw new Response(null, { status: 404 });
  const undone = await undoAdjustment(shop.id, asked.data.entryId, { actor, at: now() });
  return { refused: undone.outcome === "refused" ? undone.reason : null };
}
