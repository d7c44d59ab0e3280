import type { LoaderFunctionArgs } from "@remix-run/node";

import { apiMember } from "#app/loyalty/ledger/api-member.server.ts";

import { answerRead, customerOfCall } from "./current-caller.server.ts";

/** GET: what a customer has. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  return answerRead(request, async ({ shop }) =>
    apiMember(shop.id, await customerOfCall(shop.id, params["customer"])),
  );
}
