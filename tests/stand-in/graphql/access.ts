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
};

/** Which scope writes the metafields of an owner. The app's own installation and the shop need none. */
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

/** Throws ACCESS_DENIED when the token may not write metafields of this kind of owner. */
export function requireMetafieldWrite(
  ownerType: string,
  context: GraphqlContext,
  field: string,
): void {
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
