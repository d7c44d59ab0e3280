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

/** One line of a store file. */
export const StoredOrder = z.object({
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
type StoredOrder = z.infer<typeof StoredOrder>;

export type Loading = {
  store: Store;
  shop: ShopDoc;
  /** By the file's own ids. */
  customers: Map<string, string>;
  products: Map<string, ProductDoc>;
};

/** An order that was paid and fulfilled when it was placed, with its refunds; its customer and products are made on the way. */
export function makeLoadedOrder(loading: Loading, given: StoredOrder): OrderDoc {
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

function linesOf({ store, shop, products }: Loading, given: StoredOrder, at: string): LineItem[] {
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
  { customer, shippingAddress }: StoredOrder,
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
