import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { unfreezeAccount } from "#app/loyalty/unfreeze-account.server.ts";

/** POST: looks at an account again, and lets it go on when it adds up. Answers what is still wrong. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = idOfAddress(params);
  return { wrong: await unfreezeAccount(shop.id, id, { actor, at: now() }) };
}
