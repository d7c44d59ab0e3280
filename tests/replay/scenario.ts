import type { Shop } from "#prisma/generated/client/client.ts";

import type { ShopDoc } from "../stand-in/store/documents.ts";
import type { Connected } from "../support/connected-shop.ts";
import type { Told } from "./shopify-side.ts";

/** What a file is played in. */
export type Game = {
  shop: Shop;
  atShopify: ShopDoc;
  told: Told;
  connected: Connected;
  /** Redemption ids, by the names in the file. */
  redemptions: Map<string, string>;
};
