import type { LoaderFunctionArgs } from "@remix-run/node";

import { PageQuery } from "#app/integrations/api/api.schema.ts";
import { problem } from "#app/integrations/api/problem.ts";
import { apiHistory } from "#app/loyalty/ledger/customer-ledger.server.ts";

import { answerRead, customerOfCall } from "./current-caller.server.ts";

/** GET: how a customer's points came and went, the newest first. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  return answerRead(request, async ({ shop }) => {
    const page = PageQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!page.success) return problem(400, "query_not_valid", { detail: "limit is 1 to 100" });
    return apiHistory(shop.id, await customerOfCall(shop.id, params["customer"]), page.data);
  });
}
