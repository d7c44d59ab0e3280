import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { jsonOf } from "#app/http/request-body.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { unmergeRecords } from "#app/loyalty/accounts-merge/unmerge-customers.server.ts";

const Intent = z.object({ mergedId: z.uuid() });

/** POST: takes a record that was joined by its email off this person again. Answers why not when it cannot be done. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const intent = Intent.safeParse(await jsonOf(request));
  if (!intent.success) throw new Response(null, { status: 422 });
  const done = await unmergeRecords(shop.id, intent.data.mergedId, actor, now());
  return { refused: done.outcome === "refused" ? done.reason : null };
}
