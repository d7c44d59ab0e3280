import { connectionFrom, connectionOf } from "../graphql/connection.ts";
import type { Resolve, Resolvers } from "../graphql/context.ts";
import { listMetafields, oneMetafield } from "../graphql/resolvers-metafield.ts";
import { enumOf, money, time } from "../graphql/values.ts";
import { decimal } from "../money.ts";
import { gid } from "../payloads/common.ts";
import { settleCodeBatches } from "./code-batches.ts";
import {
  classOf,
  type CodeBatchDoc,
  type DiscountCodeDoc,
  type DiscountDoc,
} from "./discount-documents.ts";
import { statusOf, summaryOf } from "./discount-status.ts";
import { audienceView, effectView, itemsView } from "./discount-views.ts";

type NodeSource = { discount: DiscountDoc };

export const codeNode = (discount: DiscountDoc) => ({ __typename: "DiscountCodeNode", discount });
export const automaticNode = (discount: DiscountDoc) => ({
  __typename: "DiscountAutomaticNode",
  discount,
});

const KIND_TYPES = { basic: "Basic", free_shipping: "FreeShipping", bxgy: "Bxgy" } as const;

function typed({ discount }: NodeSource) {
  const method = discount.method === "code" ? "Code" : "Automatic";
  return { ...discount, __typename: `Discount${method}${KIND_TYPES[discount.kind]}` };
}

function nodeType(type: string, field: string): Resolvers<NodeSource> {
  return {
    id: ({ discount }) => gid(type, discount.id),
    [field]: typed,
    metafield: ({ discount }, args, context) => oneMetafield(gid(type, discount.id), args, context),
    metafields: ({ discount }, args, context) =>
      listMetafields(gid(type, discount.id), args, context),
  };
}

const DiscountCodeNode = nodeType("DiscountCodeNode", "codeDiscount");
const DiscountAutomaticNode = nodeType("DiscountAutomaticNode", "automaticDiscount");
const DiscountNode = nodeType("DiscountNode", "discount");

/** The fields of all five types; the schema says which of them each has. */
const fields: Resolvers<DiscountDoc> = {
  title: ({ title }) => title,
  status: (discount, _args, { clock }) => statusOf(discount, clock.now()),
  startsAt: ({ startsAt }) => time(startsAt),
  endsAt: ({ endsAt }) => time(endsAt),
  createdAt: ({ createdAt }) => time(createdAt),
  updatedAt: ({ updatedAt }) => time(updatedAt),
  usageLimit: ({ usageLimit }) => usageLimit,
  usesPerOrderLimit: ({ usesPerOrderLimit }) => usesPerOrderLimit,
  appliesOncePerCustomer: ({ oncePerCustomer }) => oncePerCustomer,
  appliesOnOneTimePurchase: () => true,
  appliesOnSubscription: () => false,
  asyncUsageCount: (discount, _args, { store, shop }) =>
    store.discounts.countUses(shop.id, { discountId: discount.id }),
  usageCount: (discount, _args, { store, shop }) =>
    store.discounts.countUses(shop.id, { discountId: discount.id }),
  recurringCycleLimit: ({ method }) => (method === "automatic" ? 1 : null),
  hasTimelineComment: () => false,
  totalSales: () => null,
  shareableUrls: () => [],
  tags: ({ tags }) => tags,
  summary: (discount, _args, { shop }) => summaryOf(discount, shop.currency),
  shortSummary: (discount, _args, { shop }) => summaryOf(discount, shop.currency),
  discountClasses: (discount) => [enumOf(classOf(discount))],
  discountClass: (discount) => enumOf(classOf(discount)),
  combinesWith: ({ combinesWith }) => ({
    orderDiscounts: combinesWith.order,
    productDiscounts: combinesWith.product,
    shippingDiscounts: combinesWith.shipping,
    productDiscountsWithTagsOnSameCartLine: null,
  }),
  codes(discount, args, context) {
    settleCodeBatches(context, context.shop);
    return connectionFrom(context.store.discounts.codes, args, context, {
      where: [{ sql: "discount_id = ?", params: [BigInt(discount.id)] }],
    });
  },
  codesCount(discount, _args, context) {
    settleCodeBatches(context, context.shop);
    const own = [{ sql: "discount_id = ?", params: [BigInt(discount.id)] }];
    const count = context.store.discounts.codes.count(context.shop.id, own);
    return { count, precision: "EXACT" };
  },
  context: audienceView,
  customerSelection: (discount, args, context, info) => {
    const found = audienceView(discount, args, context, info) as { __typename: string };
    return found.__typename === "DiscountBuyerSelectionAll"
      ? { __typename: "DiscountCustomerAll", allCustomers: true }
      : found;
  },
  minimumRequirement({ minimum }, _args, { shop }) {
    if (!minimum) return null;
    return minimum.kind === "subtotal"
      ? {
          __typename: "DiscountMinimumSubtotal",
          greaterThanOrEqualToSubtotal: money(minimum.subtotalMinor, shop.currency),
        }
      : {
          __typename: "DiscountMinimumQuantity",
          greaterThanOrEqualToQuantity: String(minimum.quantity),
        };
  },
  customerGets({ gets }, _args, context) {
    if (!gets) return null;
    return {
      appliesOnOneTimePurchase: true,
      appliesOnSubscription: false,
      items: itemsView(gets.items, context),
      value:
        gets.value.kind === "on_quantity"
          ? {
              __typename: "DiscountOnQuantity",
              quantity: { quantity: String(gets.value.quantity) },
              effect: effectView(gets.value.effect, context),
            }
          : effectView(gets.value, context),
    };
  },
  customerBuys: ({ buys }, _args, context) =>
    buys && {
      isOneTimePurchase: true,
      isSubscription: false,
      items: itemsView(buys.items, context),
      value:
        buys.value.kind === "quantity"
          ? { __typename: "DiscountQuantity", quantity: String(buys.value.quantity) }
          : {
              __typename: "DiscountPurchaseAmount",
              amount: decimal(buys.value.amountMinor, context.shop.currency),
            },
    },
  destinationSelection: () => ({ __typename: "DiscountCountryAll", allCountries: true }),
  maximumShippingPrice: ({ maximumShippingMinor }, _args, { shop }) =>
    maximumShippingMinor === null ? null : money(maximumShippingMinor, shop.currency),
};

const listed =
  (name: string): Resolve<Record<string, unknown[]>> =>
  (source, args, context) =>
    connectionOf(source[name] ?? [], args, context);

export const discountTypes: Record<string, Resolvers<never>> = {
  DiscountCodeNode,
  DiscountAutomaticNode,
  DiscountNode,
  DiscountCodeBasic: fields,
  DiscountCodeFreeShipping: fields,
  DiscountCodeBxgy: fields,
  DiscountAutomaticBasic: fields,
  DiscountAutomaticFreeShipping: fields,
  DiscountProducts: { products: listed("products"), productVariants: listed("productVariants") },
  DiscountCollections: { collections: listed("collections") },
  DiscountRedeemCode: {
    id: (code: DiscountCodeDoc) => gid("DiscountRedeemCode", code.id),
    code: (code: DiscountCodeDoc) => code.code,
    createdBy: (_code, _args, { shop }) => shop,
    asyncUsageCount: (code: DiscountCodeDoc, _args, { store, shop }) =>
      store.discounts.countUses(shop.id, { codeId: code.id }),
  } satisfies Resolvers<DiscountCodeDoc>,
  DiscountRedeemCodeBulkCreation: {
    id: (batch) => gid("DiscountRedeemCodeBulkCreation", batch.id),
    done: (batch) => batch.done,
    createdAt: (batch) => time(batch.createdAt),
    codesCount: (batch) => batch.codes.length,
    importedCount: (batch) => batch.codes.filter(({ codeId }) => codeId !== null).length,
    failedCount: (batch) => batch.codes.filter(({ problem }) => problem !== null).length,
    discountCode(batch, _args, { store, shop }) {
      const discount = store.discounts.find(shop.id, batch.discountId);
      return discount && codeNode(discount);
    },
    codes: (batch, args, context) =>
      connectionOf(batch.codes, args, context, ({ code, codeId, problem }) => ({
        code,
        discountRedeemCode:
          codeId === null ? null : context.store.discounts.codes.find(context.shop.id, codeId),
        errors:
          problem === null
            ? []
            : [{ field: ["code"], code: "TAKEN", message: problem, extraInfo: null }],
      })),
  } satisfies Resolvers<CodeBatchDoc>,
};
