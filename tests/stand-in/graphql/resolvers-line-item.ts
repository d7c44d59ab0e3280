import { currentQuantity } from "../acts/make-refund.ts";
import { decimal } from "../money.ts";
import { lineNetMinor, sum } from "../order-money.ts";
import { gid } from "../payloads/common.ts";
import type { LineItem as Line, OrderDoc, TaxLine as Tax } from "../store/documents.ts";
import type { Resolvers } from "./context.ts";
import { applicationView } from "./order-views.ts";
import { money, moneyBag } from "./values.ts";

type LineSource = { order: OrderDoc; line: Line };

export const LineItem: Resolvers<LineSource> = {
  id: ({ line }) => gid("LineItem", line.id),
  title: ({ line }) => line.title,
  name: ({ line }) => [line.title, line.variantTitle].filter(Boolean).join(" - "),
  variantTitle: ({ line }) => line.variantTitle,
  sku: ({ line }) => line.sku,
  vendor: ({ line }) => line.vendor,
  quantity: ({ line }) => line.quantity,
  currentQuantity: ({ order, line }) => currentQuantity(order, line),
  refundableQuantity: ({ order, line }) => currentQuantity(order, line),
  unfulfilledQuantity: ({ order, line }) =>
    Math.max(0, currentQuantity(order, line) - line.fulfilledQuantity),
  nonFulfillableQuantity: () => 0,
  taxable: ({ line }) => line.taxable,
  isGiftCard: ({ line }) => line.giftCard,
  requiresShipping: ({ line }) => line.requiresShipping,
  restockable: () => true,
  merchantEditable: () => true,
  customAttributes: () => [],
  duties: () => [],
  originalUnitPriceSet: ({ order, line }) => moneyBag(line.priceMinor, order),
  originalTotalSet: ({ order, line }) => moneyBag(line.priceMinor * line.quantity, order),
  totalDiscountSet: (source) =>
    moneyBag(source.line.priceMinor * source.line.quantity - withoutCodes(source), source.order),
  discountedTotalSet: (source, args) =>
    moneyBag(
      args["withCodeDiscounts"] === true ? lineNetMinor(source.line) : withoutCodes(source),
      source.order,
    ),
  discountedUnitPriceSet: (source) =>
    moneyBag(Math.round(withoutCodes(source) / source.line.quantity), source.order),
  discountedUnitPriceAfterAllDiscountsSet: ({ order, line }) =>
    moneyBag(Math.round(lineNetMinor(line) / line.quantity), order),
  discountAllocations: ({ order, line }) =>
    line.discounts.map(({ application, amountMinor }) => {
      const found = order.discountApplications[application];
      return {
        allocatedAmountSet: moneyBag(amountMinor, order),
        allocatedAmount: money(amountMinor, order.currency),
        discountApplication: found ? applicationView(order, found, application) : null,
      };
    }),
  taxLines: ({ order, line }) => line.taxLines.map((tax) => ({ order, tax })),
  product: ({ line }, _args, { store, shop }) =>
    line.productId ? store.products.find(shop.id, line.productId) : null,
  variant({ line }, _args, { store, shop }) {
    const product = line.variantId ? store.findProductOfVariant(shop.id, line.variantId) : null;
    const variant = product?.variants.find(({ id }) => id === line.variantId);
    return product && variant ? { product, variant } : null;
  },
};

export const TaxLine: Resolvers<{ order: OrderDoc; tax: Tax }> = {
  title: ({ tax }) => tax.title,
  rate: ({ tax }) => tax.rate,
  ratePercentage: ({ tax }) => tax.rate * 100,
  channelLiable: () => null,
  source: () => "Shopify",
  price: ({ order, tax }) => decimal(tax.priceMinor, order.currency),
  priceSet: ({ order, tax }) => moneyBag(tax.priceMinor, order),
};

/** A line of the order that a part points at. */
export function lineOf(order: OrderDoc, lineItemId: string): LineSource | null {
  const line = order.lines.find(({ id }) => id === lineItemId);
  return line ? { order, line } : null;
}

/** What the line's explicit discounts (not the code's) leave. */
function withoutCodes({ order, line }: LineSource): number {
  const codes = line.discounts.filter(
    ({ application }) => order.discountApplications[application]?.type === "discount_code",
  );
  return lineNetMinor(line) + sum(codes.map(({ amountMinor }) => amountMinor));
}
