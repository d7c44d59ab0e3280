import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import type { Prisma } from "#prisma/generated/client/client.ts";

type Traits = Partial<Omit<Prisma.CustomerCreateManyInput, "shopId">>;

/** Customers as their orders have left them, written straight to their table. Returns their ids. */
export async function addCustomers(shopId: string, people: Traits[]): Promise<string[]> {
  const createdAt = new Date("2020-01-01T00:00:00Z");
  const data = people.map((person) => ({ shopId, id: newId(), createdAt, ...person }));
  await inShop(shopId, (tx) => tx.customer.createMany({ data }));
  return data.map(({ id }) => id);
}
