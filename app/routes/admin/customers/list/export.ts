import type { LoaderFunctionArgs } from "@remix-run/node";

import { everyCustomer, type ListedCustomer } from "#app/customers/list/customers.server.ts";
import { exponentOf } from "#app/ground/money.ts";
import type { Cells } from "#app/ground/csv.ts";
import { csvResponse } from "#app/http/csv-download.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { segmentWords } from "#app/ui/copy/segments.ts";
import { stageWords } from "#app/ui/copy/stages.ts";

import { parsePeople } from "../bulk/bulk-address.schema.ts";
import { parseCustomersQuery } from "./customers-query.schema.ts";

type Cell = (row: ListedCustomer, currency: string) => Cells[number];

/** What stands beneath each heading. */
const columns: Record<string, Cell> = {
  "Customer id": ({ shopifyId }) => shopifyId,
  "First name": ({ firstName }) => firstName,
  "Last name": ({ lastName }) => lastName,
  Email: ({ email }) => email,
  Phone: ({ phone }) => phone,
  Country: ({ country }) => country,
  Stage: ({ stage }) => stage && stageWords(stage).name,
  Segment: ({ segment }) => segment && segmentWords(segment).name,
  Tier: ({ tier }) => tier,
  Points: ({ points }) => points,
  Orders: ({ ordersCount }) => ordersCount,
  Spent: ({ spentMinor }, currency) => {
    const decimals = exponentOf(currency);
    return (spentMinor / 10 ** decimals).toFixed(decimals);
  },
  Currency: (_, currency) => currency,
  "Last order": ({ lastOrderAt }) => lastOrderAt,
  "Customer since": ({ createdAt }) => createdAt,
};

/** GET: whom the list's search and filters find, or those who were ticked, in its order, as CSV. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const { searchParams } = new URL(request.url);
  const rows = everyCustomer(shop.id, parsePeople(searchParams), parseCustomersQuery(searchParams));
  return csvResponse(Object.keys(columns), lines(rows, shop.currency));
}

async function* lines(pages: AsyncIterable<ListedCustomer[]>, currency: string) {
  for await (const rows of pages)
    yield rows.map((row) => Object.values(columns).map((cell) => cell(row, currency)));
}
