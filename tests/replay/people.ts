import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";

import type { Scenario } from "./scenario.ts";

/** A person of the file: Encore's record of them, or of whom they turned out to be. */
export type Known = { name: string; customerId: string };

type Cast = Pick<Scenario, "shop" | "told">;

/** The record that a name stands for now, or null while nobody has heard of it. */
export async function findPerson(cast: Cast, name: string): Promise<string | null> {
  return inShop(cast.shop.id, async (tx) => {
    const own = await findRecord(tx, cast, name);
    return own && ((await findSurvivors(tx, [own])).get(own) ?? null);
  });
}

/** The record that a name stood for at first, whatever became of it. */
export async function findOwnRecord(cast: Cast, name: string): Promise<string | null> {
  return inShop(cast.shop.id, (tx) => findRecord(tx, cast, name));
}

/** Everybody in the file who is known by now, in the order of their names. Who was merged has the survivor's record. */
export async function findPeople(cast: Cast): Promise<Known[]> {
  const people: Known[] = [];
  for (const name of cast.told.names) {
    const customerId = await findPerson(cast, name);
    if (customerId) people.push({ name, customerId });
  }
  return people;
}

async function findRecord(tx: ShopTx, { shop, told }: Cast, name: string): Promise<string | null> {
  const shopifyId = told.customerIds.get(name);
  const known =
    shopifyId !== undefined &&
    (await tx.customer.findFirst({ where: { shopId: shop.id, shopifyId: BigInt(shopifyId) } }));
  if (known) return known.id;
  const guest = await tx.customer.findFirst({
    where: { shopId: shop.id, email: told.emailOf(name), shopifyId: null },
    orderBy: { createdAt: "asc" },
  });
  return guest?.id ?? null;
}
