import { z } from "zod";

const LONGEST_SEARCH = 200;

const text = z
  .string()
  .trim()
  .max(LONGEST_SEARCH)
  .transform((value) => value || undefined);

/** What an address of the customers page says: it can be shared, and bookmarked. What it says wrongly is left out. */
const CustomersQuery = z.object({
  search: text.optional().catch(undefined),
  segment: text.optional().catch(undefined),
  stage: text.optional().catch(undefined),
  sort: z.enum(["last_order", "spent", "orders", "created", "points"]).catch("last_order"),
  direction: z.enum(["asc", "desc"]).catch("desc"),
  after: text.optional().catch(undefined),
  before: text.optional().catch(undefined),
});

export type CustomersQuery = z.infer<typeof CustomersQuery>;

/** The people an address asks for. */
export function parseCustomersQuery(searchParams: URLSearchParams): CustomersQuery {
  return CustomersQuery.parse(Object.fromEntries(searchParams));
}
