import type { LoaderFunctionArgs } from "@remix-run/node";

import { type ExportedBalance, exportBalances } from "#app/loyalty/ledger/export-points.server.ts";
import { csvResponse } from "#app/http/csv-download.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

/** What stands beneath each heading. The columns that an import needs have the names that it knows. */
const columns = {
  "Customer id": "shopifyId",
  Email: "email",
  "First name": "firstName",
  "Last name": "lastName",
  Tier: "tier",
  Points: "available",
  "On the way": "pending",
  "Put aside": "held",
  "Owed back": "debt",
} as const satisfies Record<string, keyof ExportedBalance>;

/** GET: what everybody has, as CSV. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  return csvResponse(Object.keys(columns), lines(shop.id));
}

async function* lines(shopId: string) {
  for await (const rows of exportBalances(shopId))
    yield rows.map((row) => Object.values(columns).map((field) => row[field]));
}
