import { inShop } from "#app/ground/db.server.ts";

import { fullName } from "./full-name.ts";

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
