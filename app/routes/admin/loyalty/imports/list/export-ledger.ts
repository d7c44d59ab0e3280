import type { LoaderFunctionArgs } from "@remix-run/node";

import { type ExportedEntry, exportLedger } from "#app/loyalty/ledger/export-points.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { csvResponse } from "#app/http/csv-download.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { type Formats, formatsFor } from "#app/ui/format/formats.ts";
import { actorInWords } from "#app/ui/copy/audit.ts";
import { entryKindInWords, reasonInWords } from "#app/ui/copy/ledger.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

type Cell = (row: ExportedEntry, formats: Formats) => string | bigint | null;

/** What stands beneath each heading. */
const columns: Record<string, Cell> = {
  Entry: (row) => row.id,
  Time: (row) => row.at.toISOString(),
  "Customer id": (row) => row.shopifyId,
  Email: (row) => row.email,
  What: (row) => entryKindInWords(row.kind),
  Why: (row, formats) =>
    reasonInWords(row.reason, formats).replace("{order}", row.orderName ?? "An order"),
  Order: (row) => row.orderName,
  By: (row) => actorInWords(row.actor),
  Points: (row) => row.available,
  "On the way": (row) => row.pending,
  "Put aside": (row) => row.held,
  "Owed back": (row) => row.debt,
  "Note to the customer": (row) => row.publicNote,
  "Internal note": (row) => row.internalNote,
};

/** GET: every movement of points, as CSV, the first ones first. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  return csvResponse(Object.keys(columns), lines(shop));
}

async function* lines({ id, currency, timezone }: Shop) {
  const formats = formatsFor({ currency, timezone, now: now().toISOString() });
  for await (const rows of exportLedger(id))
    yield rows.map((row) => Object.values(columns).map((cell) => cell(row, formats)));
}
