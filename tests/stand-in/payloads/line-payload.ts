import { currentQuantity } from "../acts/make-refund.ts";
import { lineDiscountMinor, shippingNetMinor } from "../order-money.ts";
import { decimal } from "../money.ts";
import type { LineItem, OrderDoc, ShippingLine } from "../store/documents.ts";
import { ids, moneySet, taxLinePayload, withSet, type JsonObject } from "./common.ts";

/** A line item as it stands in orders, refunds and fulfilments. `quantity` only where it differs from the ordered one. */
export function linePayload(order: OrderDoc, line: LineItem, quantity = line.quantity): JsonObject {
  const left = currentQuantity(order, line);
  const fulfillable = Math.max(0, left - line.fulfilledQuantity);
  return {
    ...ids("LineItem", line.id),
    attributed_staffs: [],
    current_quantity: left,
    fulfillable_quantity: fulfillable,
    fulfillment_service: "manual",
    fulfillment_status:
      line.fulfilledQuantity === 0 ? null : fulfillable > 0 ? "partial" : "fulfilled",
    gift_card: line.giftCard,
    grams: line.grams,
    name: [line.title, line.variantTitle].filter(Boolean).join(" - "),
    ...withSet("price", line.priceMinor, order),
    product_exists: line.productId !== null,
    product_id: line.productId === null ? null : BigInt(line.productId),
    properties: [],
    quantity,
    requires_shipping: line.requiresShipping,
    sku: line.sku,
    taxable: line.taxable,
    title: line.title,
    // Shopify leaves the code's share out here; it stands in discount_allocations.
    total_discount: decimal(explicitDiscount(order, line), order.currency),
    total_discount_set: moneySet(explicitDiscount(order, line), order),
    variant_id: line.variantId === null ? null : BigInt(line.variantId),
    variant_inventory_management: "shopify",
    variant_title: line.variantTitle,
    vendor: line.vendor,
    ...(line.tip && { tip: { payment_gateway: null, payment_method: null } }),
    tax_lines: line.taxLines.map((tax) => taxLinePayload(tax, order)),
    duties: [],
    discount_allocations: line.discounts.map((discount) => ({
      ...withSet("amount", discount.amountMinor, order),
      discount_application_index: discount.application,
    })),
  };
}

function explicitDiscount(order: OrderDoc, line: LineItem): number {
  const explicit = line.discounts.filter(
    (discount) => order.discountApplications[discount.application]?.targetSelection === "explicit",
  );
  return lineDiscountMinor({ ...line, discounts: explicit });
}

export function shippingLinePayload(order: OrderDoc, line: ShippingLine): JsonObject {
  return {
    id: BigInt(line.id),
    carrier_identifier: null,
    code: line.code,
    ...withSet("discounted_price", shippingNetMinor(line), order),
    is_removed: false,
    phone: null,
    ...withSet("price", line.priceMinor, order),
    requested_fulfillment_service_id: null,
    source: "shopify",
    title: line.title,
    tax_lines: line.taxLines.map((tax) => taxLinePayload(tax, order)),
    discount_allocations: (line.discounts ?? []).map((discount) => ({
      ...withSet("amount", discount.amountMinor, order),
      discount_application_index: discount.application,
    })),
  };
}
