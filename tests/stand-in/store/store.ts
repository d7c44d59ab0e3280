import type { DatabaseSync } from "node:sqlite";

import { openCollection, type Collection } from "./collection.ts";
import { openDatabase } from "./database.ts";
import type {
  BulkOperationDoc,
  CollectionDoc,
  CustomerDoc,
  OrderDoc,
  ProductDoc,
  ShopDoc,
} from "./documents.ts";
import { openDiscounts, type Discounts } from "./discounts.ts";
import { openDeliveries, type Deliveries } from "./deliveries.ts";
import { openIds, type Ids } from "./ids.ts";
import { openProducts } from "./products.ts";
import { openMetafields, type Metafields } from "./metafields.ts";
import { customerTotals, ordersTotals, type CustomerTotals, type OrdersTotals } from "./totals.ts";
import { toSecond } from "./to-second.ts";
import { openThemeFiles, type ThemeFiles } from "./theme-files.ts";
import { openTokens, type Tokens } from "./tokens.ts";
import type { FlowTriggerDoc } from "../flow/flow-triggers.ts";
import { giftCardKey, type GiftCardDoc } from "../gift-cards/gift-card.ts";
import type { SegmentDoc } from "../segments/segment.ts";
import type { StoreCreditAccountDoc } from "../store-credit/store-credit.ts";
import { orderGrossMinor, orderRefundedMinor } from "../order-money.ts";

export type Store = {
  ids: Ids;
  listShops: () => ShopDoc[];
  /** By handle (`demo`) or domain (`demo.myshopify.com`). */
  findShop: (handleOrDomain: string) => ShopDoc | null;
  putShop: (shop: ShopDoc) => void;
  orders: Collection<OrderDoc>;
  customers: Collection<CustomerDoc>;
  products: Collection<ProductDoc>;
  collections: Collection<CollectionDoc>;
  bulkOperations: Collection<BulkOperationDoc>;
  discounts: Discounts;
  storeCreditAccounts: Collection<StoreCreditAccountDoc>;
  giftCards: Collection<GiftCardDoc>;
  findGiftCard: (shopId: string, code: string) => GiftCardDoc | null;
  flowTriggers: Collection<FlowTriggerDoc>;
  segments: Collection<SegmentDoc>;
  /** Orders with the index of what lies inside them (refunds, fulfilments, returns). Use it instead of `orders.put`. */
  putOrder: (shopId: string, order: OrderDoc) => void;
  /** Products with the index of their variants. Use it instead of `products.put`. */
  putProduct: (shopId: string, product: ProductDoc) => void;
  findOrderOf: (
    shopId: string,
    kind: "Refund" | "Fulfillment" | "Return",
    id: string,
  ) => OrderDoc | null;
  findProductOfVariant: (shopId: string, variantId: string) => ProductDoc | null;
  findProductBySku: (shopId: string, sku: string) => ProductDoc | null;
  findProductByHandle: (shopId: string, handle: string) => ProductDoc | null;
  findCollectionByHandle: (shopId: string, handle: string) => CollectionDoc | null;
  /** The collections that a product is in. */
  collectionsOf: (shopId: string, productId: string) => CollectionDoc[];
  findCustomerByEmail: (shopId: string, email: string) => CustomerDoc | null;
  /** What a customer has bought: computed, never stored. */
  customerTotals: (shopId: string, customerId: string) => CustomerTotals;
  ordersTotals: (shopId: string) => OrdersTotals;
  metafields: Metafields;
  themeFiles: ThemeFiles;
  tokens: Tokens;
  deliveries: Deliveries;
  /** Runs `work` as one write: all of it or, when it throws, nothing. */
  transaction: <T>(work: () => T) => T;
  close: () => void;
};

/** Opens a file, or `:memory:`. */
export function openStore(path: string): Store {
  const db = openDatabase(path);
  const orders = openCollection<OrderDoc>(db, "orders", orderColumns, ORDER_COLUMNS);
  const customers = openCollection<CustomerDoc>(db, "customers", customerColumns, CUSTOMER_COLUMNS);
  const products = openProducts(db);
  const collections = openCollection<CollectionDoc>(
    db,
    "collections",
    ({ handle, title, updatedAt }) => ({ handle, title, updated_at: toSecond(updatedAt) }),
    ["handle", "title", "updated_at"],
  );
  const giftCards = openCollection<GiftCardDoc>(
    db,
    "gift_cards",
    ({ code }) => ({ code: giftCardKey(code) }),
    ["code"],
  );
  const bulkOperations = openCollection<BulkOperationDoc>(
    db,
    "bulk_operations",
    (doc) => ({ status: doc.status, created_at: Date.parse(doc.createdAt) }),
    ["status", "created_at"],
  );
  const shops = {
    all: db.prepare("SELECT doc FROM shop ORDER BY rowid"),
    find: db.prepare("SELECT doc FROM shop WHERE domain = ?"),
    put: db.prepare("INSERT OR REPLACE INTO shop (id, domain, doc) VALUES (?, ?, ?)"),
  };
  const parts = {
    put: db.prepare(
      "INSERT OR REPLACE INTO part_of_order (shop_id, id, kind, order_id) VALUES (?, ?, ?, ?)",
    ),
    find: db.prepare(
      "SELECT order_id FROM part_of_order WHERE shop_id = ? AND kind = ? AND id = ?",
    ),
  };

  return {
    ids: openIds(db),
    listShops: () => shops.all.all().map((row) => JSON.parse(String(row["doc"])) as ShopDoc),
    findShop(handleOrDomain) {
      const domain = handleOrDomain.includes(".")
        ? handleOrDomain
        : `${handleOrDomain}.myshopify.com`;
      const row = shops.find.get(domain);
      return row ? (JSON.parse(String(row["doc"])) as ShopDoc) : null;
    },
    putShop: (shop) => void shops.put.run(shop.id, shop.domain, JSON.stringify(shop)),
    orders,
    customers,
    products,
    collections,
    bulkOperations,
    discounts: openDiscounts(db),
    storeCreditAccounts: openCollection<StoreCreditAccountDoc>(
      db,
      "store_credit_accounts",
      ({ customerId, currency }) => ({ customer_id: BigInt(customerId), currency }),
      ["customer_id", "currency"],
    ),
    giftCards,
    findGiftCard: (shopId, code) =>
      giftCards.list(shopId, [{ sql: "code = ?", params: [giftCardKey(code)] }], "id", 1)[0] ??
      null,
    segments: openCollection<SegmentDoc>(db, "segments", ({ name }) => ({ name }), ["name"]),
    flowTriggers: openCollection<FlowTriggerDoc>(
      db,
      "flow_triggers",
      ({ handle, receivedAt }) => ({ handle, received_at: Date.parse(receivedAt) }),
      ["handle", "received_at"],
    ),
    putOrder(shopId, order) {
      orders.put(shopId, order);
      for (const refund of order.refunds) parts.put.run(shopId, refund.id, "Refund", order.id);
      for (const shipped of order.fulfillments)
        parts.put.run(shopId, shipped.id, "Fulfillment", order.id);
      for (const returned of order.returns) parts.put.run(shopId, returned.id, "Return", order.id);
    },
    putProduct: products.put,
    findOrderOf(shopId, kind, id) {
      const row = parts.find.get(shopId, kind, id);
      return row ? orders.find(shopId, String(row["order_id"])) : null;
    },
    findProductOfVariant: products.findOfVariant,
    findProductBySku: products.findBySku,
    findProductByHandle: products.findByHandle,
    findCollectionByHandle: (shopId, handle) =>
      collections.list(shopId, [{ sql: "handle = ?", params: [handle] }], "id", 1)[0] ?? null,
    collectionsOf: (shopId, productId) =>
      collections
        .list(shopId, [], "title")
        .filter(({ productIds }) => productIds.includes(productId)),
    findCustomerByEmail: (shopId, email) =>
      customers.list(
        shopId,
        [{ sql: "email = ?", params: [email.trim().toLowerCase()] }],
        "id",
        1,
      )[0] ?? null,
    customerTotals: (shopId, customerId) => customerTotals(db, shopId, customerId),
    ordersTotals: (shopId) => ordersTotals(db, shopId),
    metafields: openMetafields(db),
    themeFiles: openThemeFiles(db),
    tokens: openTokens(db),
    deliveries: openDeliveries(db),
    transaction: (work) => transaction(db, work),
    close: () => db.close(),
  };
}

function transaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  db.exec("BEGIN");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

const ORDER_COLUMNS = (
  "number customer_id email created_at updated_at processed_at financial_status cancelled test " +
  "total_minor refunded_minor source_name"
).split(" ");

function orderColumns(order: OrderDoc) {
  return {
    number: order.number,
    customer_id: order.customerId === null ? null : BigInt(order.customerId),
    email: order.email?.toLowerCase() ?? null,
    created_at: toSecond(order.createdAt),
    updated_at: toSecond(order.updatedAt),
    processed_at: toSecond(order.processedAt),
    financial_status: order.financialStatus,
    cancelled: order.cancelledAt === null ? 0 : 1,
    test: order.test ? 1 : 0,
    total_minor: orderGrossMinor(order),
    refunded_minor: orderRefundedMinor(order),
    source_name: order.sourceName,
  };
}

const CUSTOMER_COLUMNS = ["email", "name", "phone", "state", "created_at", "updated_at"];

function customerColumns(customer: CustomerDoc) {
  return {
    email: customer.email?.toLowerCase() ?? null,
    name: [customer.lastName, customer.firstName].filter(Boolean).join(", "),
    phone: customer.phone,
    state: customer.state,
    created_at: toSecond(customer.createdAt),
    updated_at: toSecond(customer.updatedAt),
  };
}
