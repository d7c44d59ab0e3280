import type { RequestContext } from "../handler.ts";
import { HttpError } from "../http.ts";
import type { ShopDoc } from "../store/documents.ts";
import type { DeliveryRow } from "../store/deliveries.ts";

export function shopView(shop: ShopDoc) {
  return { ...shop, installed: shop.grantedScopes !== null };
}

/** A customer with metafields and what was bought. */
export function customerView(context: RequestContext, shop: ShopDoc, id: string) {
  const customer = context.store.customers.find(shop.id, id);
  if (!customer) throw new HttpError(404, `There is no customer ${id}`);
  return {
    ...customer,
    totals: context.store.customerTotals(shop.id, id),
    metafields: context.store.metafields.list(shop.id, `gid://shopify/Customer/${id}`),
  };
}

/** What was sent, how often, and what was answered. The secret is never shown. */
export function deliveryView(row: DeliveryRow, withBody: boolean) {
  return {
    seq: row.seq,
    topic: row.topic,
    webhookId: row.webhookId,
    eventId: row.eventId,
    triggeredAt: row.triggeredAt,
    state: row.state,
    dueAt: new Date(row.dueAt).toISOString(),
    status: row.tries.at(-1)?.status ?? null,
    tries: row.tries,
    ...(withBody && { body: row.body }),
  };
}
