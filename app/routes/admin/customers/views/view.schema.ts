import { z } from "zod";

import { columnNames } from "../list/customers-query.schema.ts";

const LONGEST_NAME = 40;

/** A view of the customers list, as a page sends it; either may be left out where only the other changes. */
export const ViewForm = z.object({
  name: z.string().trim().min(1).max(LONGEST_NAME),
  query: z.object({
    segment: z.string().max(60).optional(),
    stage: z.string().max(60).optional(),
    sort: z.enum(["last_order", "spent", "orders", "created", "points"]),
    direction: z.enum(["asc", "desc"]),
    columns: z.array(z.enum(columnNames)),
  }),
});
