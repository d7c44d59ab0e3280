import type { LoaderFunctionArgs } from "@remix-run/node";

import { exportBalances } from "#app/loyalty/ledger/export-points.server.ts";
import { csvResponse } from "#app/http/csv-download.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

const heading = [
  "Customer id",
  "Email",
  "First name",
  "Last name",
  "Tier",
  "Points",
  "On the way",
  "Put aside",
  "Owed back",
];

/** GET: what everybody has, as CSV. The columns that an import needs have the names that it knows. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  return csvResponse(heading, lines(shop.id));
}

async function* lines(shopId: string) {
  for await (const rows of exportBalances(shopId)) {
    yield rows.map((row) => [
      row.shopifyId,
      row.email,
      row.firstName,
      row.lastName,
      row.tier,
      row.available,
      row.pending,
      row.held,
      row.debt,
    ]);
  }
}
