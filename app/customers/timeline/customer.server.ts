import type { EventType } from "#app/events/event.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { fromCursor, type Page, pageOf, type Place } from "#app/ground/keyset-pages.ts";
import { type EventNames, nameInEvents, readAccounts } from "#app/loyalty/view.server.ts";
import { type CustomerScore, readScores } from "#app/segments/view.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { fullName } from "../full-name.ts";
import { identifiersOf } from "../identity/identifiers.server.ts";

export type CustomerDetails = NonNullable<Awaited<ReturnType<typeof loadCustomer>>>;

/** Everything about one person but their rows of orders, events and points; null when the shop has no such customer. */
export function loadCustomer(shopId: string, id: string) {
  return inShop(shopId, async (tx) => {
    const customer = await tx.customer.findUnique({ where: { shopId_id: { shopId, id } } });
    if (!customer) return null;

    const identifiers = await tx.identifier.findMany({
      where: { shopId, customerId: id, blocked: false },
      orderBy: [{ firstSeenAt: "asc" }, { kind: "asc" }],
    });
    const account = (await readAccounts(tx, [id])).get(id) ?? null;
    const score = (await readScores(tx, shopId, [id])).get(id);
    return {
      id,
      name: fullName(customer),
      email: customer.email,
      phone: customer.phone,
      shopifyId: customer.shopifyId?.toString() ?? null,
      country: customer.country,
      createdAt: customer.createdAt.toISOString(),
      firstOrderAt: customer.firstOrderAt?.toISOString() ?? null,
      lastOrderAt: customer.lastOrderAt?.toISOString() ?? null,
      ordersCount: customer.ordersCount,
      spentMinor: Number(customer.spentMinor),
      segment: score?.segment ?? null,
      stage: score?.stage ?? null,
      rfm: score ? rfmOf(score) : null,
      identifiers: identifiers.map((identifier) => identifiersOf(shopId, identifier, customer)),
      links: await linksOf(tx, id),
      consents: await consentsOf(tx, id),
      account: account && {
        available: Number(account.available),
        pending: Number(account.pending),
        held: Number(account.held),
        debt: Number(account.debt),
      },
      // Set on a record that became another one: only a signpost.
      mergedIntoId: customer.mergedIntoId,
    };
  });
}

/** Null while too few have ordered to be compared. */
function rfmOf({ recency, frequency, monetary }: CustomerScore) {
  const isCompared = recency !== null && frequency !== null && monetary !== null;
  return isCompared ? { r: recency, f: frequency, m: monetary } : null;
}

/** Another record that is, or was, taken for this person, and why. */
export type IdentityLink = {
  id: string;
  name: string | null;
  email: string | null;
  shopifyId: string | null;
  reason: string;
  at: string;
  /** When they were told apart again; null while they are one. */
  undoneAt: string | null;
};

/** Each record that somebody's was ever joined with, the earliest first: as it stands if that was done more than once. */
async function linksOf(tx: ShopTx, id: string): Promise<IdentityLink[]> {
  const { shopId } = tx;
  const edges = await tx.identityEdge.findMany({
    where: { shopId, OR: [{ keptId: id }, { mergedId: id, undoneAt: { not: null } }] },
    orderBy: { at: "asc" },
  });
  const latest = new Map(
    edges.map((edge) => [edge.keptId === id ? edge.mergedId : edge.keptId, edge]),
  );
  const people = await tx.customer.findMany({
    where: { shopId, id: { in: [...latest.keys()] } },
    select: { id: true, firstName: true, lastName: true, email: true, shopifyId: true },
  });
  const personOf = new Map(people.map((one) => [one.id, one]));
  return [...latest].map(([otherId, { reason, at, undoneAt }]) => {
    const person = personOf.get(otherId);
    return {
      id: otherId,
      name: person ? fullName(person) : null,
      email: person?.email ?? null,
      shopifyId: person?.shopifyId?.toString() ?? null,
      reason,
      at: at.toISOString(),
      undoneAt: undoneAt?.toISOString() ?? null,
    };
  });
}

/** What they said to email and text messages, the latest word on each. */
async function consentsOf(tx: ShopTx, customerId: string) {
  const rows = await tx.consent.findMany({
    where: { shopId: tx.shopId, customerId },
    orderBy: { at: "asc" },
    select: { channel: true, state: true, at: true },
  });
  const latest = new Map(rows.map((row) => [row.channel, row]));
  return [...latest.values()].map(({ channel, state, at }) => ({
    channel,
    state,
    at: at.toISOString(),
  }));
}

type Before = { before?: string | undefined; limit: number };

export type TimelineRow = {
  id: string;
  type: EventType;
  at: string;
  /** Shopify's; null where there is none, or none any more. */
  orderId: string | null;
  orderName: string | null;
  properties: Record<string, unknown>;
  /** What is called how in it. */
  names: EventNames;
};

/** What happened to a person and because of them. */
export async function customerTimeline(
  shopId: string,
  id: string,
  { before, limit }: Before,
): Promise<Page<TimelineRow>> {
  const from = fromCursor("timeline", before);
  const rows = await inShop(shopId, async (tx) => {
    const found = await tx.$queryRaw<(Omit<TimelineRow, "at" | "names"> & { at: Date })[]>`
      SELECT e.id::text, e.type, e.occurred_at AS at, e.properties, o.name AS "orderName",
        CASE WHEN o.deleted_at IS NULL THEN o.id::text END AS "orderId"
      FROM event e
      LEFT JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
      WHERE e.shop_id = ${shopId}::uuid AND e.customer_id = ${id}::uuid
        ${from ? Prisma.sql`AND (e.occurred_at, e.id) < (${from.value}::text::timestamptz, ${from.id}::uuid)` : Prisma.empty}
      ORDER BY e.occurred_at DESC, e.id DESC
      LIMIT ${limit + 1}::int`;
    const names = await nameInEvents(tx, found);
    return found.map((row) => ({ ...row, names: names.get(row.id) ?? {} }));
  });
  return pageOf(rows, {
    order: "timeline",
    limit,
    shown: (row) => ({ ...row, at: row.at.toISOString() }),
    placeOf: byTime,
  });
}

export type OrderRow = {
  /** Shopify's. */
  id: string;
  name: string;
  at: string;
  totalMinor: number;
  refundedMinor: number;
  financialState: string;
  fulfillmentState: string | null;
  cancelledAt: string | null;
  isDeleted: boolean;
  test: boolean;
  /** Its amounts' where they are not in the shop's: it counts for nothing then. */
  otherCurrency: string | null;
};

/** A person's orders, also those that do not count towards their sums. */
export async function customerOrders(
  shopId: string,
  id: string,
  { before, limit }: Before,
): Promise<Page<OrderRow>> {
  const from = fromCursor("orders", before);
  const rows = await inShop(
    shopId,
    (tx) => tx.$queryRaw<
      (Omit<OrderRow, "at" | "cancelledAt"> & { at: Date; cancelledAt: Date | null })[]
    >`
      SELECT o.id::text, o.name, o.processed_at AS at, o.total_minor::float8 AS "totalMinor", o.refunded_minor::float8 AS "refundedMinor",
             o.financial_state AS "financialState", o.fulfillment_state AS "fulfillmentState", o.cancelled_at AS "cancelledAt",
             o.deleted_at IS NOT NULL AS "isDeleted", o.test, CASE WHEN NOT o.in_shop_currency THEN o.currency END AS "otherCurrency"
      FROM "order" o
      WHERE o.shop_id = ${shopId}::uuid AND o.customer_id = ${id}::uuid
        ${from ? Prisma.sql`AND (o.processed_at, o.id) < (${from.value}::text::timestamptz, ${from.id}::text::bigint)` : Prisma.empty}
      ORDER BY o.processed_at DESC, o.id DESC
      LIMIT ${limit + 1}::int`,
  );
  return pageOf(rows, {
    order: "orders",
    limit,
    shown: (row) => ({
      ...row,
      at: row.at.toISOString(),
      cancelledAt: row.cancelledAt?.toISOString() ?? null,
    }),
    placeOf: byTime,
  });
}

function byTime({ at, id }: { at: Date; id: string }): Place {
  return { value: at.toISOString(), id };
}
