import { inShop } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { fullName } from "./full-name.ts";

/** `fullName`, or the email of somebody without one, of the table of customers that a query calls so. */
export function nameOf(alias: "c" | "o"): Prisma.Sql {
  return Prisma.raw(
    `COALESCE(NULLIF(concat_ws(' ', NULLIF(${alias}.first_name, ''), NULLIF(${alias}.last_name, '')), ''), ${alias}.email)`,
  );
}

/** What to call these customers, by id: null for somebody without name and email. */
export async function customerNames(
  shopId: string,
  ids: readonly string[],
): Promise<Record<string, string | null>> {
  const found = await inShop(shopId, (tx) =>
    tx.customer.findMany({
      where: { shopId, id: { in: [...ids] } },
      select: { id: true, firstName: true, lastName: true, email: true },
    }),
  );
  return Object.fromEntries(found.map((one) => [one.id, fullName(one) ?? one.email]));
}
