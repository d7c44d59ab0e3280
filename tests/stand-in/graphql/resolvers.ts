import {
  BulkOperation,
  bulkOperationCancel,
  bulkOperationRunQuery,
} from "../bulk/resolvers-bulk.ts";
import { codeMutations } from "../discounts/code-mutations.ts";
import { discountMutations } from "../discounts/discount-mutations.ts";
import { discountTypes } from "../discounts/resolvers-discount.ts";
import { flowTriggerReceive } from "../flow/flow-trigger-receive.ts";
import { GiftCard, giftCardMutations } from "../gift-cards/resolvers-gift-card.ts";
import { storeCreditMutations, storeCreditTypes } from "../store-credit/resolvers-store-credit.ts";
import { Segment, segmentMutations } from "../segments/resolvers-segment.ts";
import type { Resolve, Resolvers } from "./context.ts";
import { Collection } from "./resolvers-collection.ts";
import { Customer } from "./resolvers-customer.ts";
import { Fulfillment, FulfillmentEvent, FulfillmentLineItem } from "./resolvers-fulfillment.ts";
import { LineItem, TaxLine } from "./resolvers-line-item.ts";
import { Metafield, metafieldsDelete, metafieldsSet } from "./resolvers-metafield.ts";
import { Order } from "./resolvers-order.ts";
import { Product, ProductVariant } from "./resolvers-product.ts";
import { QueryRoot } from "./resolvers-query.ts";
import { OrderTransaction, Refund, RefundLineItem, Return } from "./resolvers-refund.ts";
import { App, AppInstallation, OnlineStoreTheme, Shop } from "./resolvers-shop.ts";
import { tagMutations } from "./resolvers-tags.ts";

const Mutation: Resolvers<unknown> = {
  metafieldsSet,
  metafieldsDelete,
  bulkOperationRunQuery,
  bulkOperationCancel,
  ...discountMutations,
  ...codeMutations,
  ...tagMutations,
  ...storeCreditMutations,
  ...giftCardMutations,
  ...segmentMutations,
  flowTriggerReceive,
};

/** Every type that has a table of its own; within one, what is missing is an error. */
export const resolvers: Record<string, Record<string, Resolve<never>>> = {
  QueryRoot,
  Mutation,
  App,
  AppInstallation,
  BulkOperation,
  Collection,
  Customer,
  Fulfillment,
  FulfillmentEvent,
  FulfillmentLineItem,
  GiftCard,
  LineItem,
  Metafield,
  OnlineStoreTheme,
  Order,
  OrderTransaction,
  Product,
  ProductVariant,
  Refund,
  RefundLineItem,
  Return,
  Segment,
  Shop,
  TaxLine,
  ...discountTypes,
  ...storeCreditTypes,
};
