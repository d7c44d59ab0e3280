import type { Shop } from "#prisma/generated/client/client.ts";

import type { ShopDoc } from "../stand-in/store/documents.ts";
import type { Connected } from "../support/connected-shop.ts";
import type { ShopifySide } from "./shopify-side.ts";

/** What a file is played in. */
export type Scenario = {
  shop: Shop;
  atShopify: ShopDoc;
  told: ShopifySide;
  connected: Connected;
  /** Redemption ids, by the names in the file. */
  redemptions: Map<string, string>;
};
