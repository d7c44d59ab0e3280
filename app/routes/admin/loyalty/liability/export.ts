import type { LoaderFunctionArgs } from "@remix-run/node";

import { loadLiability } from "#app/analytics/liability.server.ts";
import { orNotFound } from "#app/http/address-id.schema.ts";
import { csvResponse } from "#app/http/csv-download.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { liabilityReport } from "#app/loyalty/liability/report.ts";
import { liabilityLines } from "#app/ui/copy/liability.ts";

/** GET: the report of what the shop owes in points, as CSV. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const report = orNotFound(liabilityReport(await loadLiability(shop), shop.currency));
  const [heading = [], ...lines] = liabilityLines(report, shop.currency);
  return csvResponse(heading, [lines]);
}
