import {
  BulkOperation,
  bulkOperationCancel,
  bulkOperationRunQuery,
} from "../bulk/resolvers-bulk.ts";
import type { Resolve, Resolvers } from "./context.ts";
import { Customer } from "./resolvers-customer.ts";
import { Fulfillment, FulfillmentEvent, FulfillmentLineItem } from "./resolvers-fulfillment.ts";
import { LineItem, TaxLine } from "./resolvers-line-item.ts";
import { Metafield, metafieldsDelete, metafieldsSet } from "./resolvers-metafield.ts";
import { Order } from "./resolvers-order.ts";
import { Product, ProductVariant } from "./resolvers-product.ts";
import { QueryRoot } from "./resolvers-query.ts";
import { OrderTransaction, Refund, RefundLineItem, Return } from "./resolvers-refund.ts";
import { App, AppInstallation, OnlineStoreTheme, Shop } from "./resolvers-shop.ts";

const Mutation: Resolvers<unknown> = {
  metafieldsSet,
  metafieldsDelete,
  bulkOperationRunQuery,
  bulkOperationCancel,
};

/** Every type that has a table of its own; within one, what is missing is an error. */
export const resolvers: Record<string, Record<string, Resolve<never>>> = {
  QueryRoot,
  Mutation,
  App,
  AppInstallation,
  BulkOperation,
  Customer,
  Fulfillment,
  FulfillmentEvent,
  FulfillmentLineItem,
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
  Shop,
  TaxLine,
};
