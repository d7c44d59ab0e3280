/** What a delivery asks for that is about the shop as a whole, or about forgetting: done alone, after the facts. */
export type ShopCommand =
  | { kind: "uninstalled" }
  | { kind: "scopes-changed"; scopes: string[] }
  | {
      kind: "bulk-operation-finished";
      operationId: string;
      status: string;
      errorCode: string | null;
    }
  | { kind: "collection-changed" | "collection-deleted"; collectionId: bigint }
  | { kind: "shop-redacted" }
  | ({ kind: "customer-redacted" } & Person)
  | ({ kind: "data-requested"; requestId: bigint | null } & Person);

/** A person as a privacy request names them. */
export type Person = {
  shopifyCustomerId: bigint | null;
  /** Normalised. */
  email: string | null;
  orderIds: bigint[];
};
