import type { CustomerDoc, MetafieldDoc } from "../../store/documents.ts";
import type { CustomerTotals } from "../../store/totals.ts";
import { metafieldsObject } from "./metafields.ts";
import { liquidPrice } from "./price.ts";

/** Shopify's `customer`, with the orders given. */
export function customerObject(
  customer: CustomerDoc,
  facts: {
    totals: CustomerTotals;
    metafields: MetafieldDoc[];
    currency: string;
    orders: unknown[];
  },
) {
  return {
    id: customer.id,
    email: customer.email,
    phone: customer.phone,
    first_name: customer.firstName,
    last_name: customer.lastName,
    name: [customer.firstName, customer.lastName].filter(Boolean).join(" "),
    has_account: customer.state === "enabled",
    accepts_marketing: customer.emailMarketing.state === "subscribed",
    tags: customer.tags,
    orders_count: facts.totals.orders,
    total_spent: liquidPrice(facts.totals.spentMinor, facts.currency),
    orders: facts.orders,
    metafields: metafieldsObject(facts.metafields),
  };
}
