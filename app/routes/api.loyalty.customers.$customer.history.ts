import type { LoaderFunctionArgs } from "@remix-run/node";

import { apiHistory } from "#app/analytics/loyalty-api.server.ts";
import { answerRead, customerOfCall } from "#app/current-caller.server.ts";
import { PageQuery } from "#app/integrations/api.schema.ts";
import { problem } from "#app/integrations/problem.ts";

/** GET: how a customer's points came and went, the newest first. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  return answerRead(request, async ({ shop }) => {
    const page = PageQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!page.success) return problem(400, "query_not_valid", { detail: "limit is 1 to 100" });
    return apiHistory(shop.id, await customerOfCall(shop.id, params["customer"]), page.data);
  });
}
