import { shippingNetMinor, sum } from "../order-money.ts";
import { gid } from "../payloads/common.ts";
import { landingRef } from "../payloads/visit-payload.ts";
import type { DiscountApplication, OrderDoc } from "../store/documents.ts";
import { enumOf, money, moneyBag, time } from "./values.ts";

const APPLICATION_TYPES = {
  discount_code: "DiscountCodeApplication",
  manual: "ManualDiscountApplication",
  automatic: "AutomaticDiscountApplication",
};

/** The visit that led to the order, or null when nothing is known of one. */
export function visitView(order: OrderDoc) {
  const { visit } = order;
  if (!visit || visit.landingSite === null) return null;
  return {
    id: gid("CustomerVisit", order.id),
    landingPage: visit.landingSite,
    landingPageHtml: visit.landingSite,
    occurredAt: time(order.createdAt),
    referralCode: landingRef(order),
    referralInfoHtml: "",
    referrerUrl: visit.referringSite,
    source: visit.referringSite ?? "direct",
    sourceDescription: null,
    sourceType: null,
    utmParameters: null,
    marketingEvent: null,
  };
}

/** A discount application as its GraphQL type shows it. */
export function applicationView(order: OrderDoc, application: DiscountApplication, index: number) {
  const code = application.type === "discount_code";
  return {
    __typename: APPLICATION_TYPES[application.type],
    index,
    allocationMethod: enumOf(application.allocationMethod),
    targetSelection: enumOf(application.targetSelection),
    targetType: enumOf(application.targetType ?? "line_item"),
    value:
      application.valueType === "percentage"
        ? { __typename: "PricingPercentageValue", percentage: Number(application.value) }
        : { __typename: "MoneyV2", amount: application.value, currencyCode: order.currency },
    ...(code ? { code: application.title } : { title: application.title, description: null }),
  };
}

/** The shipping lines with what discounts and refunds took off. */
export function shippingLines(order: OrderDoc) {
  return order.shippingLines.map((line) => ({
    id: gid("ShippingLine", line.id),
    title: line.title,
    code: line.code,
    source: "shopify",
    isRemoved: false,
    custom: false,
    originalPriceSet: moneyBag(line.priceMinor, order),
    discountedPriceSet: moneyBag(shippingNetMinor(line), order),
    currentDiscountedPriceSet: moneyBag(
      shippingNetMinor(line) - sum(order.refunds.map(({ shippingMinor }) => shippingMinor)),
      order,
    ),
    originalPrice: money(line.priceMinor, order.currency),
    discountAllocations: (line.discounts ?? []).map(({ application, amountMinor }) => {
      const found = order.discountApplications[application];
      return {
        allocatedAmountSet: moneyBag(amountMinor, order),
        allocatedAmount: money(amountMinor, order.currency),
        discountApplication: found ? applicationView(order, found, application) : null,
      };
    }),
    taxLines: line.taxLines.map((tax) => ({ order, tax })),
  }));
}
