import { countRemains } from "#app/orders/writing/write-refunds.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/ground/ids.server.ts";

// Facts as ingest leaves them, without a payload in between.

const START = new Date("2026-11-01T10:00:00Z");

export type LineTraits = {
  id: bigint;
  priceMinor: number;
  quantity?: number;
  currentQuantity?: number;
  discountMinor?: number;
  productId?: bigint;
  giftCard?: boolean;
};
export type OrderTraits = {
  id: bigint;
  customerId: string | null;
  lines: LineTraits[];
  financialState?: string;
  cancelled?: boolean;
  test?: boolean;
  createdAt?: Date;
  totalMinor?: number;
  shippingMinor?: number;
};
export type RefundTraits = {
  id: bigint;
  orderId: bigint;
  amountMinor?: number;
  adjustmentMinor?: number;
  shippingMinor?: number;
  lines?: { lineId: bigint; quantity: number }[];
  createdAt?: Date;
};

let lastShopifyId = 9_000n;

/** A customer that exists: one that Shopify knows, unless `shopifyId` is null; perhaps merged into another one. Returns the id. */
export async function haveCustomer(
  shopId: string,
  traits: { shopifyId?: bigint | null; mergedIntoId?: string; createdAt?: Date } = {},
): Promise<string> {
  const id = newId();
  const shopifyId = ++lastShopifyId;
  await inShop(shopId, (tx) =>
    tx.customer.create({ data: { shopId, id, createdAt: START, shopifyId, ...traits } }),
  );
  return id;
}

export async function mergeCustomer(
  shopId: string,
  id: string,
  intoId: string,
): Promise<StoredEvent[]> {
  return inShop(shopId, async (tx) => {
    await tx.customer.update({
      where: { shopId_id: { shopId, id } },
      data: { mergedIntoId: intoId },
    });
    await tx.order.updateMany({ where: { shopId, customerId: id }, data: { customerId: intoId } });
    const merged = {
      type: "customer.merged",
      properties: { mergedId: id, reason: "same_email" },
    } as const;
    const about = {
      customerId: intoId,
      orderId: null,
      occurredAt: START,
      source: "webhook",
    } as const;
    return appendEvents(
      tx,
      shopId,
      [{ ...merged, ...about, dedupeKey: `customer.merged.${id}` }],
      START,
    );
  });
}

/** The latest version of an order. */
export async function createOrder(shopId: string, traits: OrderTraits): Promise<void> {
  const {
    id,
    customerId,
    lines,
    financialState = "paid",
    cancelled = false,
    test = false,
    createdAt = START,
    totalMinor = 0,
    shippingMinor = 0,
  } = traits;
  const money = {
    totalMinor,
    subtotalMinor: 0,
    taxMinor: 0,
    shippingMinor,
    discountMinor: 0,
  };
  const data = {
    ...money,
    customerId,
    name: `#${id}`,
    sourceUpdatedAt: START,
    createdAt,
    processedAt: createdAt,
    cancelledAt: cancelled ? START : null,
    test,
    financialState,
    // An order that is only partly paid now may have been paid before.
    ...(["paid", "partially_refunded", "refunded"].includes(financialState) && {
      paidAt: createdAt,
    }),
    currency: "USD",
    presentmentCurrency: "USD",
  };
  await inShop(shopId, async (tx) => {
    await tx.order.upsert({
      where: { shopId_id: { shopId, id } },
      create: { ...data, shopId, id },
      update: data,
    });
    await tx.orderLine.deleteMany({ where: { shopId, orderId: id } });
    await tx.orderLine.createMany({
      data: lines.map(({ quantity = 1, ...line }) => ({
        currentQuantity: quantity,
        discountMinor: 0,
        ...line,
        quantity,
        shopId,
        orderId: id,
        title: "Tea",
        taxMinor: 0,
      })),
    });
    await countRemains(tx, [id]);
  });
}

export async function haveRefund(shopId: string, traits: RefundTraits): Promise<void> {
  const {
    id,
    orderId,
    amountMinor = 1,
    adjustmentMinor = 0,
    shippingMinor = 0,
    lines = [],
    createdAt = START,
  } = traits;
  const refund = {
    shopId,
    id,
    orderId,
    createdAt,
    amountMinor,
    adjustmentMinor,
    shippingMinor,
  };
  await inShop(shopId, async (tx) => {
    await tx.refund.createMany({ data: refund, skipDuplicates: true });
    await tx.refundLine.createMany({
      data: lines.map((line, index) => ({
        ...line,
        shopId,
        id: id * 100n + BigInt(index),
        refundId: id,
        orderId,
        subtotalMinor: 0,
        taxMinor: 0,
      })),
      skipDuplicates: true,
    });
    await countRemains(tx, [orderId]);
  });
}

type OrderHappening = "order.paid" | "order.changed" | "order.edited" | "order.cancelled";

/** Something that happened to orders, stored. The same word about the same order is the same event. */
export async function appendOrderEvent(
  shopId: string,
  type: OrderHappening,
  ...orderIds: bigint[]
): Promise<StoredEvent[]> {
  const drafts = orderIds.map((orderId) => ({
    type,
    customerId: null,
    orderId,
    occurredAt: START,
    source: "webhook" as const,
    dedupeKey: `${type}.${orderId}${type === "order.paid" ? "" : `.${newId()}`}`,
    properties: { orderId: String(orderId) },
  }));
  await inShop(shopId, (tx) => appendEvents(tx, shopId, drafts, START));
  return drafts.map((draft) => ({ ...draft, id: newId(), shopId }));
}

export type Balance = { available: number; debt: number };

/** What a customer has. */
export async function balanceOf(shopId: string, customerId: string): Promise<Balance> {
  const account = await inShop(shopId, (tx) =>
    tx.ledgerAccount.findUnique({ where: { shopId_customerId: { shopId, customerId } } }),
  );
  return { available: Number(account?.available ?? 0), debt: Number(account?.debt ?? 0) };
}

/** What a customer has, and what still waits. */
export async function balancesOf(
  shopId: string,
  customerId: string,
): Promise<Balance & { pending: number }> {
  const account = await inShop(shopId, (tx) =>
    tx.ledgerAccount.findUnique({ where: { shopId_customerId: { shopId, customerId } } }),
  );
  return { ...(await balanceOf(shopId, customerId)), pending: Number(account?.pending ?? 0) };
}

/** A collection whose products have been read. */
export async function haveCollection(
  shopId: string,
  id: bigint,
  productIds: bigint[],
): Promise<void> {
  await inShop(shopId, async (tx) => {
    const data = { title: "Teas", readAt: START };
    await tx.collection.upsert({
      where: { shopId_id: { shopId, id } },
      create: { ...data, shopId, id },
      update: data,
    });
    await tx.productCollection.deleteMany({ where: { shopId, collectionId: id } });
    await tx.productCollection.createMany({
      data: productIds.map((productId) => ({ shopId, collectionId: id, productId })),
    });
  });
}

/** The entries of a shop in the order of their making: kind and the change of available points less debt. */
export async function entriesOf(shopId: string): Promise<[string, number][]> {
  const entries = await inShop(shopId, (tx) =>
    tx.ledgerEntry.findMany({ where: { shopId }, orderBy: { id: "asc" } }),
  );
  return entries.map(({ kind, availableDelta, debtDelta }) => [
    kind,
    Number(availableDelta - debtDelta),
  ]);
}
