import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { z } from "zod";

import { makeCustomer, makeAddress, slug } from "./acts/make-documents.ts";
import { makeRefund } from "./acts/make-refund.ts";
import { paid, withRefund } from "./acts/order-changes.ts";
import { minorOf } from "./money.ts";
import type { LineItem, OrderDoc, ProductDoc, ShopDoc } from "./store/documents.ts";
import type { Store } from "./store/store.ts";

const Line = z.object({
  sku: z.string(),
  title: z.string(),
  productType: z.string().nullish(),
  quantity: z.number().int().positive(),
  price: z.string(),
});

const Order = z.object({
  id: z.string(),
  customer: z
    .object({
      id: z.string(),
      email: z.string().nullish(),
      firstName: z.string().nullish(),
      lastName: z.string().nullish(),
    })
    .nullish(),
  email: z.string().nullish(),
  createdAt: z.string(),
  currency: z.string(),
  lines: z.array(Line).min(1),
  refunds: z
    .array(
      z.object({
        createdAt: z.string(),
        lines: z.array(z.object({ sku: z.string(), quantity: z.number().int().positive() })),
      }),
    )
    .default([]),
  shippingAddress: z.record(z.string(), z.string().nullable()).nullish(),
});
type OrderLine = z.infer<typeof Order>;

const BATCH = 500;

type Loading = {
  store: Store;
  shop: ShopDoc;
  /** By the file's own ids. */
  customers: Map<string, string>;
  products: Map<string, ProductDoc>;
};

/**
 * Loads a shop's history from JSON Lines, plain or gzip: one order a line, each paid and fulfilled, in the shop's
 * currency. Sends no webhooks. Resolves to the number of orders. Throws with the line's number when one cannot be read.
 */
export async function loadOrders(store: Store, shop: ShopDoc, file: string): Promise<number> {
  const raw = createReadStream(file);
  const input = file.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  const loading: Loading = { store, shop, customers: new Map(), products: new Map() };
  let count = 0;
  let batch: string[] = [];
  const flush = () => {
    store.transaction(() => {
      for (const text of batch) {
        count += 1;
        loadLine(loading, text, count);
      }
    });
    batch = [];
  };
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    if (text.trim() === "") continue;
    batch.push(text);
    if (batch.length >= BATCH) flush();
  }
  flush();
  return count;
}

function loadLine(loading: Loading, text: string, number: number): void {
  try {
    const order = Order.parse(JSON.parse(text));
    if (order.currency !== loading.shop.currency) {
      throw new Error(`its currency is ${order.currency}, the shop's ${loading.shop.currency}`);
    }
    loading.store.putOrder(loading.shop.id, orderOf(loading, order));
  } catch (error) {
    throw new Error(`Order ${number} of the file cannot be loaded: ${String(error)}`, {
      cause: error,
    });
  }
}

function orderOf(loading: Loading, given: OrderLine): OrderDoc {
  const { store, shop } = loading;
  const at = new Date(given.createdAt).toISOString();
  const address = makeAddress(given.shippingAddress);
  const lines = linesOf(loading, given, at);
  const placed: OrderDoc = {
    id: store.ids.next("Order"),
    number: store.ids.count(`order-number.${shop.id}`, 1001),
    customerId: customerOf(loading, given, at),
    email: given.email ?? null,
    phone: null,
    createdAt: at,
    updatedAt: at,
    processedAt: at,
    cancelledAt: null,
    cancelReason: null,
    closedAt: at,
    test: false,
    sourceName: "web",
    taxesIncluded: shop.taxesIncluded,
    currency: shop.currency,
    presentmentCurrency: shop.currency,
    exchangeRate: 1,
    financialStatus: "pending",
    lines,
    discountCodes: [],
    discountApplications: [],
    shippingLines: [],
    transactions: [],
    refunds: [],
    fulfillments: [
      {
        id: store.ids.next("Fulfillment"),
        createdAt: at,
        updatedAt: at,
        status: "success",
        shipmentStatus: null,
        trackingCompany: null,
        trackingNumber: null,
        trackingUrl: null,
        estimatedDeliveryAt: null,
        deliveredAt: null,
        lines: lines.map((line) => ({ id: line.id, lineItemId: line.id, quantity: line.quantity })),
        events: [],
      },
    ],
    returns: [],
    shippingAddress: address,
    billingAddress: address,
    locale: null,
    note: null,
    tags: [],
  };
  return given.refunds.reduce(
    (order, refund) => {
      const refundedAt = new Date(refund.createdAt);
      const next = withRefund(
        order,
        makeRefund(store.ids, order, { lines: refund.lines }, refundedAt),
      );
      return { ...next, updatedAt: refundedAt.toISOString() };
    },
    paid(store, placed, at),
  );
}

function linesOf({ store, shop, products }: Loading, given: OrderLine, at: string): LineItem[] {
  const ids = store.ids.nextMany("LineItem", given.lines.length);
  return given.lines.map((line, i) => {
    const priceMinor = minorOf(line.price, shop.currency);
    const product =
      products.get(line.sku) ?? addProduct(store, shop, products, line, priceMinor, at);
    return {
      id: ids[i] ?? "",
      productId: product.id,
      variantId: product.variants[0]?.id ?? null,
      title: line.title,
      variantTitle: null,
      sku: line.sku,
      vendor: product.vendor,
      productType: product.productType,
      quantity: line.quantity,
      removedQuantity: 0,
      priceMinor,
      taxable: true,
      giftCard: false,
      requiresShipping: true,
      grams: 0,
      taxLines: [],
      discounts: [],
      fulfilledQuantity: line.quantity,
    };
  });
}

function addProduct(
  store: Store,
  shop: ShopDoc,
  products: Map<string, ProductDoc>,
  line: z.infer<typeof Line>,
  priceMinor: number,
  at: string,
): ProductDoc {
  const product: ProductDoc = {
    id: store.ids.next("Product"),
    handle: `${slug(line.title)}-${slug(line.sku)}`,
    title: line.title,
    descriptionHtml: "",
    productType: line.productType ?? "",
    vendor: shop.name,
    tags: [],
    status: "active",
    giftCard: false,
    createdAt: at,
    updatedAt: at,
    variants: [
      {
        id: store.ids.next("ProductVariant"),
        title: "Default Title",
        sku: line.sku,
        priceMinor,
        taxable: true,
        requiresShipping: true,
        weightGrams: 0,
      },
    ],
  };
  // Two skus may differ in case only: their handles are then the same.
  if (store.findProductByHandle(shop.id, product.handle)) product.handle += `-${product.id}`;
  store.putProduct(shop.id, product);
  products.set(line.sku, product);
  return product;
}

function customerOf(
  { store, shop, customers }: Loading,
  { customer, shippingAddress }: OrderLine,
  at: string,
) {
  if (!customer) return null;
  const known = customers.get(customer.id);
  if (known) return known;
  const { email, firstName, lastName } = customer;
  const doc = makeCustomer(
    store.ids,
    { email, firstName, lastName, address: shippingAddress },
    new Date(at),
  );
  store.customers.put(shop.id, {
    ...doc,
    email: email ?? null,
    firstName: firstName ?? null,
    lastName: lastName ?? null,
  });
  customers.set(customer.id, doc.id);
  return doc.id;
}
