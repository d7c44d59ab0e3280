import type { NamedPerson } from "#app/customers/privacy/privacy.server.ts";

import type { ShopVersion } from "./install/update-shop.server.ts";

/** What a delivery asks for that is about the shop as a whole, or about forgetting: done alone, after the facts. */
export type ShopCommand =
  | { kind: "uninstalled" }
  | { kind: "scopes-changed"; scopes: string[] }
  | { kind: "shop-updated"; version: ShopVersion }
  | { kind: "product-deleted"; productId: bigint }
  | {
      kind: "bulk-operation-finished";
      operationId: string;
      status: string;
      errorCode: string | null;
    }
  | { kind: "collection-changed"; collectionId: bigint }
  | { kind: "collection-deleted"; collectionId: bigint }
  | { kind: "shop-redacted" }
  | ({ kind: "customer-redacted" } & NamedPerson)
  | ({ kind: "data-requested"; requestId: bigint | null } & NamedPerson);
