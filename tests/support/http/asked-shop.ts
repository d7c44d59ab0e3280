import { now } from "#app/ground/clock.server.ts";
import { createApiKey } from "#app/integrations/api/api-keys.server.ts";
import { openProgram } from "#app/loyalty/program/program.server.ts";

import type { Shops } from "../connected-shop.ts";
import { haveCustomer } from "../loyalty/factories.ts";

export const ANN = 7_007n;
export const ANN_GID = `gid://shopify/Customer/${ANN}`;

/** Two shops, each with a key for the API. Ann is a customer of the first. */
export type AskedShop = {
  shop: { id: string; domain: string };
  other: { id: string; domain: string };
  ann: string;
  keys: { ours: string; theirs: string };
};

export async function openAskedShop(shopify: Shops): Promise<AskedShop> {
  const { shop } = await shopify.open();
  const { shop: other } = await shopify.open();
  await openProgram(shop.id);
  const ann = await haveCustomer(shop.id, { shopifyId: ANN });
  const till = { name: "Till", access: "write" } as const;
  const { key: ours } = await createApiKey(shop.id, till, now());
  const { key: theirs } = await createApiKey(other.id, till, now());
  return { shop, other, ann, keys: { ours, theirs } };
}
