import type { LoaderFunctionArgs } from "@remix-run/node";

import { csvResponse } from "#app/http/csv-download.server.ts";
import { idOfAddress, orNotFound } from "#app/http/address-id.schema.ts";
import { exportFailedRows } from "#app/loyalty/imports/failed-rows.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

/** GET: the rows that were left out, each with the reason, as CSV: to be mended and imported again. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const { heading, rows } = orNotFound(await exportFailedRows(shop.id, idOfAddress(params)));
  return csvResponse(heading, rows);
}
