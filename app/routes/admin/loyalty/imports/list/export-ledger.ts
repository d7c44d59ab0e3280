import type { LoaderFunctionArgs } from "@remix-run/node";

import { exportLedger } from "#app/loyalty/ledger/export-points.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { csvResponse } from "#app/http/csv-download.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { formatsFor } from "#app/ui/format/formats.ts";
import { actorInWords } from "#app/ui/copy/audit.ts";
import { entryKindInWords, reasonInWords } from "#app/ui/copy/ledger.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

const heading = [
  "Entry",
  "Time",
  "Customer id",
  "Email",
  "What",
  "Why",
  "Order",
  "By",
  "Points",
  "On the way",
  "Put aside",
  "Owed back",
  "Note to the customer",
  "Internal note",
];

/** GET: every movement of points, as CSV, the first ones first. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  return csvResponse(heading, lines(shop));
}

async function* lines({ id, currency, timezone }: Shop) {
  const formats = formatsFor({ currency, timezone, now: now().toISOString() });
  for await (const rows of exportLedger(id)) {
    yield rows.map((row) => [
      row.id,
      row.at.toISOString(),
      row.shopifyId,
      row.email,
      entryKindInWords(row.kind),
      reasonInWords(row.reason, formats).replace("{order}", row.orderName ?? "An order"),
      row.orderName,
      actorInWords(row.actor),
      row.available,
      row.pending,
      row.held,
      row.debt,
      row.publicNote,
      row.internalNote,
    ]);
  }
}
