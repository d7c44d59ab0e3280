import type { CustomersPage } from "#app/customers/list/customers.server.ts";
import type { Formats } from "#app/ui/format/formats.ts";
import { segmentWords } from "#app/ui/copy/segments.ts";
import { Day } from "#app/ui/layout/when.tsx";
import type { ReactNode } from "react";

import { StageBadge } from "../stage-badge.tsx";
import type { ColumnName } from "./customers-query.schema.ts";

type Row = CustomersPage["rows"][number];
type Column = {
  title: string;
  number?: boolean;
  cell: (row: Row, formats: Pick<Formats, "number" | "money">) => ReactNode;
};

/** What the list can show of somebody beside their name. */
export const columns: Record<ColumnName, Column> = {
  stage: { title: "Stage", cell: ({ stage }) => <StageBadge stage={stage} /> },
  segment: { title: "Segment", cell: ({ segment }) => segment && segmentWords(segment).name },
  tier: { title: "Tier", cell: ({ tier }) => tier && <bdi>{tier}</bdi> },
  lastOrder: {
    title: "Last order",
    cell: ({ lastOrderAt }) => (lastOrderAt ? <Day at={lastOrderAt} /> : "No order yet"),
  },
  phone: { title: "Phone", cell: ({ phone }) => phone && <bdi>{phone}</bdi> },
  country: { title: "Country", cell: ({ country }) => country && countryName(country) },
  since: { title: "Customer since", cell: ({ createdAt }) => <Day at={createdAt} /> },
  orders: {
    title: "Orders",
    number: true,
    cell: ({ ordersCount }, { number }) => number(ordersCount),
  },
  spent: { title: "Spent", number: true, cell: ({ spentMinor }, { money }) => money(spentMinor) },
  points: { title: "Points", number: true, cell: ({ points }, { number }) => number(points) },
};

function countryName(code: string): string {
  return new Intl.DisplayNames("en", { type: "region", fallback: "code" }).of(code) ?? code;
}
