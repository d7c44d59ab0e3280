import { z } from "zod";

const LONGEST_SEARCH = 200;

const text = z
  .string()
  .trim()
  .max(LONGEST_SEARCH)
  .transform((value) => value || undefined);

/** What the list can show of somebody beside their name, from left to right. */
export const columnNames = [
  "stage",
  "segment",
  "tier",
  "lastOrder",
  "phone",
  "country",
  "since",
  "orders",
  "spent",
  "points",
] as const;

export type ColumnName = (typeof columnNames)[number];

/** What it shows where nobody has chosen. */
export const usualColumns: ColumnName[] = [
  "stage",
  "segment",
  "lastOrder",
  "orders",
  "spent",
  "points",
];

/** What an address of the customers page says: it can be shared, and bookmarked. What it says wrongly is left out. */
const CustomersQuery = z.object({
  search: text.optional().catch(undefined),
  segment: text.optional().catch(undefined),
  stage: text.optional().catch(undefined),
  sort: z.enum(["last_order", "spent", "orders", "created", "points"]).catch("last_order"),
  direction: z.enum(["asc", "desc"]).catch("desc"),
  /** Parted by commas; `none` is the names alone. */
  columns: z
    .string()
    .transform((names) => columnNames.filter((name) => names.split(",").includes(name)))
    .catch(usualColumns),
  /** The saved view that was chosen, whatever was changed since. */
  view: z.uuid().optional().catch(undefined),
  after: text.optional().catch(undefined),
  before: text.optional().catch(undefined),
});

export type CustomersQuery = z.infer<typeof CustomersQuery>;

/** Whether it asks for some of the shop's customers only. */
export function isNarrowed({
  search,
  segment,
  stage,
}: Pick<CustomersQuery, "search" | "segment" | "stage">): boolean {
  return Boolean(search ?? segment ?? stage);
}

/** The people an address asks for. */
export function parseCustomersQuery(searchParams: URLSearchParams): CustomersQuery {
  return CustomersQuery.parse(Object.fromEntries(searchParams));
}
