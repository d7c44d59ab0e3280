import { EditInput, OrderInput } from "#tests/stand-in/acts/inputs.ts";
import type { JsonObject } from "#tests/stand-in/payloads/common.ts";
import { orderPayload } from "#tests/stand-in/payloads/order-payload.ts";
import type { StandIn } from "#tests/stand-in/stand-in.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";

/** An order that was placed, paid and changed within one second: both versions are paid, and have the same time. */
export type TwoVersions = { old: JsonObject; new: JsonObject };

/** One that a second line was added to, told by nobody so far. */
export function grownOrder(standIn: StandIn, atShopify: ShopDoc): TwoVersions {
  const { store } = standIn.context;
  const payload = orderPayload(store, atShopify, untoldOrder(standIn, atShopify));
  const [first] = payload["line_items"] as JsonObject[];
  const total = { total_price: "7.25", current_total_price: "7.25", subtotal_price: "7.25" };
  return { new: payload, old: { ...payload, ...total, line_items: [first] } as JsonObject };
}

/** One that its second line was taken out of again, told by nobody so far. */
export function shrunkOrder(standIn: StandIn, atShopify: ShopDoc): TwoVersions {
  const { acts, store } = standIn.context;
  const order = untoldOrder(standIn, atShopify);
  const old = orderPayload(store, atShopify, order);
  const edit = EditInput.parse({ remove: [{ sku: "Teapot", quantity: 1 }] });
  const payload = orderPayload(store, atShopify, acts.orders.edit(atShopify, order.id, edit));
  return { new: payload, old: { ...old, updated_at: payload["updated_at"] } as JsonObject };
}

function untoldOrder({ context: { acts, webhooks } }: StandIn, atShopify: ShopDoc) {
  webhooks.setSwitches(atShopify.id, { ...webhooks.switches(atShopify.id), dropRate: 1 });
  const lines = [
    { sku: "Earl Grey", quantity: 1 },
    { sku: "Teapot", quantity: 1 },
  ];
  const customer = { email: "ada@example.com" };
  return acts.orders.create(atShopify, OrderInput.parse({ customer, lines }));
}
