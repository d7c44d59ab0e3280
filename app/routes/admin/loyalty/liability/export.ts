import type { LoaderFunctionArgs } from "@remix-run/node";

import { loadLiability } from "#app/analytics/liability.server.ts";
import { csvLines } from "#app/ground/csv.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { liabilityReport } from "#app/loyalty/liability/report.ts";
import { liabilityLines } from "#app/ui/copy/liability.ts";

/** GET: the report of what the shop owes in points, as CSV. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const report = liabilityReport(await loadLiability(shop), shop.currency);
  if (!report) throw new Response(null, { status: 404 });

  const text = csvLines(liabilityLines(report, shop.currency));
  return new Response(`\uFEFF${text}`, {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store" },
  });
}
