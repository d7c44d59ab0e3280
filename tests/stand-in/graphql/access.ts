import { GraphQLError, type GraphQLResolveInfo } from "graphql";

import type { GraphqlContext } from "./context.ts";

/** Any one of these scopes opens the type (and its connection). */
const SCOPES: Record<string, string[]> = {
  Order: ["read_orders"],
  Refund: ["read_orders"],
  Fulfillment: ["read_orders", "read_fulfillments"],
  Return: ["read_returns"],
  Customer: ["read_customers"],
  Product: ["read_products"],
  ProductVariant: ["read_products"],
  OnlineStoreTheme: ["read_themes"],
  Collection: ["read_products"],
  DiscountNode: ["read_discounts"],
  DiscountCodeNode: ["read_discounts"],
  DiscountAutomaticNode: ["read_discounts"],
  DiscountRedeemCodeBulkCreation: ["read_discounts"],
  StoreCreditAccount: ["read_store_credit_accounts", "read_store_credit_account_transactions"],
  GiftCard: ["read_gift_cards"],
  Segment: ["read_customers"],
};

/** Which scope a mutation needs, by how its name begins. */
const MUTATION_SCOPES: [start: string, scope: string][] = [
  ["discount", "write_discounts"],
  ["storeCredit", "write_store_credit_account_transactions"],
  ["giftCard", "write_gift_cards"],
];

/** Which scope writes the metafields and tags of an owner. The app's own installation and the shop need none. */
const WRITE_SCOPES: Record<string, string> = {
  Customer: "write_customers",
  Order: "write_orders",
  Product: "write_products",
  ProductVariant: "write_products",
};

/** Throws Shopify's ACCESS_DENIED when the token may not read the type. */
export function requireAccess(
  typeName: string,
  context: GraphqlContext,
  info: Pick<GraphQLResolveInfo, "fieldName">,
): void {
  const needed = SCOPES[typeName.replace(/Connection$/, "")];
  if (needed && !needed.some((scope) => holds(context.scopes, scope))) {
    throw denied(info.fieldName, needed[0] ?? "");
  }
}

/** Throws ACCESS_DENIED when the token may not use the mutation. */
export function requireMutation(field: string, context: Pick<GraphqlContext, "scopes">): void {
  const scope = MUTATION_SCOPES.find(([start]) => field.startsWith(start))?.[1];
  if (scope && !holds(context.scopes, scope)) throw denied(field, scope);
}

/** Throws ACCESS_DENIED when the token may not write metafields or tags of this kind of owner. */
export function requireWrite(ownerType: string, context: GraphqlContext, field: string): void {
  const scope = WRITE_SCOPES[ownerType];
  if (scope && !holds(context.scopes, scope)) throw denied(field, scope);
}

/** Whether scopes contain one; writing includes reading. */
export function holds(scopes: string[], scope: string): boolean {
  return scopes.includes(scope) || scopes.includes(scope.replace(/^read_/, "write_"));
}

function denied(field: string, scope: string): GraphQLError {
  const requiredAccess = `\`${scope}\` access scope.`;
  return new GraphQLError(`Access denied for ${field} field. Required access: ${requiredAccess}`, {
    extensions: {
      code: "ACCESS_DENIED",
      documentation: "https://shopify.dev/api/usage/access-scopes",
      requiredAccess,
    },
  });
}
