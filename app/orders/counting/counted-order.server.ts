import { Prisma } from "#prisma/generated/client/client.ts";

import { paidInFull } from "./paid-in-full.server.ts";

/** An order `o` that the customers' aggregates count too: paid in full, no test and not cancelled. */
export const countedOrder = Prisma.sql`
  ${paidInFull} AND NOT o.test AND o.cancelled_at IS NULL`;
