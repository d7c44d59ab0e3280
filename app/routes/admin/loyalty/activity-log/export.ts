import type { LoaderFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import type { Cells } from "#app/ground/csv.ts";
import { csvResponse } from "#app/http/csv-download.server.ts";
import { activityLog, type ActivityRow } from "#app/loyalty/activity-log.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { actorInWords, auditActionInWords } from "#app/ui/copy/audit.ts";
import { formatsFor } from "#app/ui/format/formats.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import { type AuditFilter, auditQueryOf, parseAuditQuery } from "./audit-query.schema.ts";
import { changesInWords, type Wording } from "./changes-copy.ts";

const ROWS_AT_ONCE = 500;

/** GET: what the log shows of what is looked for, all of it, as CSV. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  return csvResponse(
    ["When", "By", "What", "About", "Changes"],
    lines(shop, parseAuditQuery(request.url)),
  );
}

async function* lines(shop: Shop, query: AuditFilter): AsyncGenerator<Cells[]> {
  const formats = formatsFor({ ...shop, now: now().toISOString() });
  const asked = auditQueryOf(query, shop.timezone);
  for (let before: string | undefined = undefined; ;) {
    const from: string | undefined = before;
    const page = await activityLog(shop.id, { ...asked, before: from, limit: ROWS_AT_ONCE });
    yield page.rows.map((row) => cellsOf(row, { ...formats, names: page.names }));
    if (page.next === null) return;
    before = page.next;
  }
}

function cellsOf(row: ActivityRow, wording: Wording): Cells {
  const about = [row.customer?.name, row.other?.name, row.about].filter(Boolean).join(", ");
  const changes = changesInWords(row.before, row.after, wording).map(({ field, from, to }) =>
    from === null || to === null ? `${field}: ${to ?? from}` : `${field}: ${from} → ${to}`,
  );
  return [
    row.at,
    actorInWords(row.actor, row.staff),
    auditActionInWords(row.action),
    about || null,
    changes.join("; "),
  ];
}
