import { identifierHash } from "#app/customers/identity/identifier-hash.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";

import type { OrderFacts } from "../facts.ts";
import { earliestPaid, type Paid } from "../counting/paid-at.ts";
import { remainsOf } from "../counting/remains.ts";
import { contentOf, isLaterVersion, isSameVersion, isTied, rankOf } from "./versions.server.ts";
import { writeDiscounts } from "./write-discounts.server.ts";

type Version = OrderFacts & { rank: string };
type Stored = {
  id: bigint;
  updatedAt: Date;
  rank: string;
  customerId: string | null;
  isDeleted: boolean;
};
/** An order that was written, and what was known before. */
export type WrittenOrder = {
  order: Version;
  customerId: string | null;
  before: Stored | null;
  contentChanged: boolean;
};

/** Two versions of one order of which only Shopify can say which holds; `contents` name them. */
export type TiedVersions = { orderId: bigint; updatedAt: Date; contents: string[] };

/**
 * Writes each order's latest version, where it is later than the one that is known, with its lines and discounts. `asked` says that
 * Shopify was asked for them just now: they were not sent, nor exported. Returns the orders that were written, and what is tied.
 */
export async function writeOrders(
  tx: ShopTx,
  orders: readonly OrderFacts[],
  ownerOf: (order: OrderFacts) => string | null,
  asked: boolean,
): Promise<{ written: WrittenOrder[]; tied: TiedVersions[] }> {
  const versions = orders.map((order) => ({ ...order, rank: rankOf(order, asked) }));
  const latest = latestVersions(versions);
  if (latest.size === 0) return { written: [], tied: [] };

  const stored = await loadVersions(tx, [...latest.values()]);
  const written = [...latest.values()]
    .map((order) => ({ order, before: stored.get(order.id) ?? null }))
    .filter(
      ({ order, before }) =>
        !before || (isLaterVersion(order, before) && !isSameVersion(order, before)),
    )
    .map(({ order, before }) => ({
      order,
      before,
      customerId: ownerOf(order),
      contentChanged:
        before !== null && (before.isDeleted || contentOf(before.rank) !== contentOf(order.rank)),
    }));
  await upsertOrders(tx, written, earliestPaid(orders), asked);
  const changed = written
    .filter(({ before, contentChanged }) => !before || contentChanged)
    .map(({ order }) => order);
  await writeLines(tx, changed);
  const rewritten = written
    .filter(({ contentChanged }) => contentChanged)
    .map(({ order }) => order);
  await removeOtherLines(tx, rewritten);
  await writeDiscounts(tx, changed);
  const tied = versions.flatMap((version) =>
    [latest.get(version.id), stored.get(version.id)].flatMap((other) =>
      other && isTied(version, other)
        ? {
            orderId: version.id,
            updatedAt: version.updatedAt,
            contents: [contentOf(version.rank), contentOf(other.rank)].toSorted(),
          }
        : [],
    ),
  );
  return { written, tied: [...tied, ...(asked ? [] : toldAfterDeletion(written))] };
}

/** Orders that Shopify has deleted, or so it seemed, and of which it sent something later. */
function toldAfterDeletion(written: readonly WrittenOrder[]): TiedVersions[] {
  return written
    .filter(({ before }) => before?.isDeleted)
    .map(({ order: { id, updatedAt } }) => afterDeletion(id, updatedAt));
}

/** Something that was sent of an order is of a later time than its deletion: one of the two is not true any more. */
export function afterDeletion(orderId: bigint, updatedAt: Date): TiedVersions {
  return { orderId, updatedAt, contents: ["deleted", "sent later"] };
}

function latestVersions(versions: readonly Version[]): Map<bigint, Version> {
  const latest = new Map<bigint, Version>();
  for (const version of versions) {
    const known = latest.get(version.id);
    if (!known || isLaterVersion(version, known)) latest.set(version.id, version);
  }
  return latest;
}

async function loadVersions(
  tx: ShopTx,
  orders: readonly OrderFacts[],
): Promise<Map<bigint, Stored>> {
  const rows = await tx.$queryRaw<Stored[]>`
    SELECT id, source_updated_at AS "updatedAt", source_rank AS rank, customer_id::text AS "customerId",
      deleted_at IS NOT NULL AS "isDeleted"
    FROM "order" WHERE shop_id = ${tx.shopId}::uuid AND id = ANY (${orders.map(({ id }) => String(id))}::bigint[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

async function upsertOrders(
  tx: ShopTx,
  written: readonly { order: Version; customerId: string | null }[],
  paid: ReadonlyMap<bigint, Paid>,
  asked: boolean,
): Promise<void> {
  if (written.length === 0) return;
  const rows = written.map(
    ({ order: { lines, discounts: _, paid: __, ...order }, customerId }) => ({
      ...order,
      customerId,
      paidAt: paid.get(order.id)?.at ?? null,
      paidAtSure: paid.get(order.id)?.sure ?? true,
      // As if nothing had gone back: `countRefunds` takes off what did.
      ...remainsOf({ ...order, lines, refunds: [] }),
      guestEmailHash: order.guestEmail && identifierHash(tx.shopId, "email", order.guestEmail),
      ipHash: order.ip && identifierHash(tx.shopId, "ip", order.ip),
      addressHash: order.address && identifierHash(tx.shopId, "address", order.address),
    }),
  );
  await tx.$executeRaw`
    INSERT INTO "order" AS known (shop_id, id, customer_id, shopify_customer_id, guest_email_hash, name, source_updated_at, source_rank,
      created_at, processed_at, cancelled_at, test, financial_state, fulfillment_state, source_name, currency,
      presentment_currency, taxes_included, total_minor, subtotal_minor, tax_minor, shipping_minor, discount_minor,
      shipping_discount_minor, shipping_tax_minor, attributes, ip_hash, address_hash, paid_with_credit, current_total_minor, tip_minor,
      spent_minor, goods_remain, paid_at, paid_at_sure, in_shop_currency)
    SELECT ${tx.shopId}::uuid, r.id, r."customerId", r."shopifyCustomerId", decode(r."guestEmailHash", 'hex'), r.name, r."updatedAt", r.rank,
      r."createdAt", r."processedAt", r."cancelledAt", r.test, r."financialState", r."fulfillmentState", r."sourceName", r.currency,
      r."presentmentCurrency", r."taxesIncluded", r."totalMinor", r."subtotalMinor", r."taxMinor", r."shippingMinor", r."discountMinor",
      r."shippingDiscountMinor", r."shippingTaxMinor",
      -- Who asked to be forgotten stays so, whatever arrives late.
      CASE WHEN c.redacted_at IS NULL THEN r.attributes ELSE '{}' END,
      CASE WHEN c.redacted_at IS NULL THEN decode(r."ipHash", 'hex') END,
      CASE WHEN c.redacted_at IS NULL THEN decode(r."addressHash", 'hex') END,
      r."paidWithCredit", r."currentTotalMinor", r."tipMinor", r."spentMinor", r."goodsRemain", r."paidAt", r."paidAtSure",
      r.currency = s.currency
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r(
      id bigint, "customerId" uuid, "shopifyCustomerId" bigint, "guestEmailHash" text, name text, "updatedAt" timestamptz, rank text,
      "createdAt" timestamptz, "processedAt" timestamptz, "cancelledAt" timestamptz, test boolean, "financialState" text,
      "fulfillmentState" text, "sourceName" text, currency text, "presentmentCurrency" text, "taxesIncluded" boolean,
      "totalMinor" bigint, "subtotalMinor" bigint, "taxMinor" bigint, "shippingMinor" bigint, "discountMinor" bigint,
      "shippingDiscountMinor" bigint, "shippingTaxMinor" bigint, attributes jsonb, "ipHash" text, "addressHash" text, "paidWithCredit" boolean,
      "currentTotalMinor" bigint, "tipMinor" bigint, "spentMinor" bigint, "goodsRemain" boolean, "paidAt" timestamptz, "paidAtSure" boolean)
    JOIN shop s ON s.id = ${tx.shopId}::uuid
    LEFT JOIN customer c ON c.shop_id = ${tx.shopId}::uuid AND c.id = r."customerId"
    ON CONFLICT (shop_id, id) DO UPDATE SET
      customer_id = EXCLUDED.customer_id, shopify_customer_id = EXCLUDED.shopify_customer_id,
      guest_email_hash = EXCLUDED.guest_email_hash, name = EXCLUDED.name, source_updated_at = EXCLUDED.source_updated_at,
      source_rank = EXCLUDED.source_rank, created_at = EXCLUDED.created_at, processed_at = EXCLUDED.processed_at,
      -- Whatever is sent after it vanished, only Shopify's own answer of a later time says that it is there again.
      deleted_at = CASE WHEN NOT ${asked} OR known.deleted_at >= EXCLUDED.source_updated_at THEN known.deleted_at END,
      cancelled_at = COALESCE(EXCLUDED.cancelled_at,
        CASE WHEN NOT ${asked} OR known.deleted_at >= EXCLUDED.source_updated_at THEN known.deleted_at END), test = EXCLUDED.test, financial_state = EXCLUDED.financial_state,
      fulfillment_state = EXCLUDED.fulfillment_state, source_name = EXCLUDED.source_name, currency = EXCLUDED.currency, in_shop_currency = EXCLUDED.in_shop_currency,
      presentment_currency = EXCLUDED.presentment_currency, taxes_included = EXCLUDED.taxes_included,
      total_minor = EXCLUDED.total_minor, subtotal_minor = EXCLUDED.subtotal_minor, tax_minor = EXCLUDED.tax_minor,
      shipping_minor = EXCLUDED.shipping_minor, discount_minor = EXCLUDED.discount_minor,
      shipping_discount_minor = EXCLUDED.shipping_discount_minor, shipping_tax_minor = EXCLUDED.shipping_tax_minor,
      attributes = EXCLUDED.attributes, ip_hash = EXCLUDED.ip_hash, address_hash = EXCLUDED.address_hash,
      paid_with_credit = EXCLUDED.paid_with_credit, current_total_minor = EXCLUDED.current_total_minor,
      tip_minor = EXCLUDED.tip_minor, spent_minor = EXCLUDED.spent_minor, goods_remain = EXCLUDED.goods_remain,
      paid_at = LEAST(known.paid_at, EXCLUDED.paid_at),
      paid_at_sure = CASE WHEN known.paid_at IS NULL THEN EXCLUDED.paid_at_sure
        ELSE known.paid_at_sure OR (EXCLUDED.paid_at IS NOT NULL AND EXCLUDED.paid_at_sure) END`;
}

async function writeLines(tx: ShopTx, orders: readonly OrderFacts[]): Promise<void> {
  const rows = orders.flatMap(({ id: orderId, lines }) =>
    lines.map((line) => ({ ...line, orderId })),
  );
  if (rows.length === 0) return;
  // A webhook's line does not say what type its product is: what the product is known as now is written down with it.
  await tx.$executeRaw`
    INSERT INTO order_line AS l (shop_id, id, order_id, product_id, variant_id, sku, title, product_type, quantity, current_quantity,
      price_minor, discount_minor, tax_minor, taxable, gift_card, tip)
    SELECT ${tx.shopId}::uuid, r.id, r."orderId", r."productId", r."variantId", r.sku, r.title, COALESCE(r."productType", p.type),
      r.quantity, r."currentQuantity", r."priceMinor", r."discountMinor", r."taxMinor", r.taxable, r."giftCard", r.tip
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r(
      id bigint, "orderId" bigint, "productId" bigint, "variantId" bigint, sku text, title text, "productType" text, quantity int,
      "currentQuantity" int, "priceMinor" bigint, "discountMinor" bigint, "taxMinor" bigint, taxable boolean, "giftCard" boolean, tip boolean)
    LEFT JOIN product p ON p.shop_id = ${tx.shopId}::uuid AND p.id = r."productId"
    ON CONFLICT (shop_id, id) DO UPDATE SET
      order_id = EXCLUDED.order_id, product_id = EXCLUDED.product_id, variant_id = EXCLUDED.variant_id, sku = EXCLUDED.sku,
      title = EXCLUDED.title, product_type = COALESCE(l.product_type, EXCLUDED.product_type), quantity = EXCLUDED.quantity,
      current_quantity = EXCLUDED.current_quantity, price_minor = EXCLUDED.price_minor, discount_minor = EXCLUDED.discount_minor,
      tax_minor = EXCLUDED.tax_minor, taxable = EXCLUDED.taxable, gift_card = EXCLUDED.gift_card, tip = EXCLUDED.tip
    WHERE (l.order_id, l.product_id, l.variant_id, l.sku, l.title, l.quantity, l.current_quantity, l.price_minor, l.discount_minor,
        l.tax_minor, l.taxable, l.gift_card, l.tip) IS DISTINCT FROM
      (EXCLUDED.order_id, EXCLUDED.product_id, EXCLUDED.variant_id, EXCLUDED.sku, EXCLUDED.title, EXCLUDED.quantity,
        EXCLUDED.current_quantity, EXCLUDED.price_minor, EXCLUDED.discount_minor, EXCLUDED.tax_minor, EXCLUDED.taxable, EXCLUDED.gift_card, EXCLUDED.tip)`;
}

async function removeOtherLines(tx: ShopTx, orders: readonly OrderFacts[]): Promise<void> {
  if (orders.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM order_line
    WHERE shop_id = ${tx.shopId}::uuid AND order_id = ANY (${orders.map(({ id }) => String(id))}::bigint[])
      AND NOT id = ANY (${orders.flatMap(({ lines }) => lines.map(({ id }) => String(id)))}::bigint[])`;
}
