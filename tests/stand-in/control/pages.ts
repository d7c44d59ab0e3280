import type { Handler, RequestContext } from "../handler.ts";
import { escapeHtml, readInput, redirect, sendHtml } from "../http.ts";
import { OrderInput } from "../acts/inputs.ts";
import { decimal } from "../money.ts";
import { currentAmounts } from "../order-money.ts";
import { fulfillmentStatus } from "../payloads/order-payload.ts";
import type { OrderDoc, ShopDoc } from "../store/documents.ts";
import { page } from "./layout.ts";

/** `/control/{handle}`: a plain page to place orders and to pay, ship, deliver, refund and cancel them. */
export const handleControlPages: Handler = async (request, response, context) => {
  const match = /^\/control\/([^/]+)(\/place-order)?\/?$/.exec(context.url.pathname);
  const shop = match?.[1] ? context.store.findShop(decodeURIComponent(match[1])) : null;
  if (!match || !shop) return false;
  if (!match[2]) return sendHtml(response, 200, shopPage(context, shop));
  if (request.method !== "POST") return false;
  context.acts.orders.create(
    shop,
    orderOfForm((await readInput(request)) as Record<string, string>),
  );
  return redirect(response, `/control/${shop.handle}`);
};

/** One line of one product, as the form gives it. */
function orderOfForm(form: Record<string, string>): OrderInput {
  return OrderInput.parse({
    ...(form["customerId"] ? { customerId: form["customerId"] } : { email: form["email"] || null }),
    lines: [{ variantId: form["variantId"], quantity: form["quantity"] ?? 1 }],
    ...(form["currency"] && { currency: form["currency"] }),
    ...(form["shipping"] && { shipping: form["shipping"] }),
    ...(form["code"] && { discountCodes: [form["code"]] }),
    paid: form["paid"] ?? false,
    test: form["test"] ?? false,
  });
}

function shopPage(context: RequestContext, shop: ShopDoc): string {
  const orders = context.store.orders.page(shop.id, {
    sort: "created_at",
    reverse: true,
    first: 25,
  });
  const rows = orders.items.map(({ doc }) => orderRow(shop, doc)).join("");
  const total = context.store.ordersTotals(shop.id);
  return page(
    shop.name,
    `<p>${total.orders} orders, ${total.customers} customers. The app is
      ${shop.grantedScopes ? "installed" : "not installed"}.
      ${button(shop, shop.grantedScopes ? "uninstall" : "install", shop.grantedScopes ? "Uninstall" : "Install")}</p>
    <h2>Place an order</h2>${orderForm(context, shop)}
    <h2>Latest orders</h2><table><thead><tr><th>Order</th><th>Buyer</th><th>Total</th><th>State</th><th>Next</th></tr></thead>
    <tbody>${rows}</tbody></table>`,
  );
}

function orderForm(context: RequestContext, shop: ShopDoc): string {
  const customers = context.store.customers
    .page(shop.id, { sort: "updated_at", reverse: true, first: 100 })
    .items.map(({ doc }) =>
      option(doc.id, [doc.firstName, doc.lastName, doc.email].filter(Boolean).join(" ")),
    )
    .join("");
  const products = context.store.products
    .page(shop.id, { sort: "title", first: 250 })
    .items.flatMap(({ doc }) =>
      doc.variants.map((variant) =>
        option(
          variant.id,
          `${doc.title} ${variant.title} · ${decimal(variant.priceMinor, shop.currency)} ${shop.currency}`,
        ),
      ),
    )
    .join("");
  return `<form class="row" method="post" action="/control/${shop.handle}/place-order">
    <label>Customer <select name="customerId"><option value="">Guest</option>${customers}</select></label>
    <label>Guest's email <input name="email" type="email"></label>
    <label>Product <select name="variantId">${products}</select></label>
    <label>Quantity <input name="quantity" type="number" min="1" value="1" size="4"></label>
    <label>Shipping <input name="shipping" size="6" placeholder="4.90"></label>
    <label>Code <input name="code" size="8"></label>
    <label>Pays in <input name="currency" size="4" placeholder="${shop.currency}"></label>
    <label><input type="checkbox" name="paid" checked> paid</label>
    <label><input type="checkbox" name="test"> test</label>
    <button>Place order</button></form>`;
}

function orderRow(shop: ShopDoc, order: OrderDoc): string {
  const state = [
    order.cancelledAt ? "cancelled" : order.financialStatus,
    fulfillmentStatus(order) ?? "not shipped",
  ];
  const path = (act: string) => `orders/${order.id}/${act}`;
  const acts = [
    order.financialStatus === "pending" && button(shop, path("pay"), "Pay"),
    !order.cancelledAt &&
      fulfillmentStatus(order) !== "fulfilled" &&
      button(shop, path("ship"), "Ship"),
    order.fulfillments.some(({ deliveredAt }) => !deliveredAt) &&
      button(shop, path("deliver"), "Deliver"),
    !order.cancelledAt && button(shop, path("cancel"), "Cancel"),
    order.cancelledAt && button(shop, path("delete"), "Delete"),
    order.customerId && button(shop, path("disown"), "Take off customer"),
    ["paid", "partially_refunded"].includes(order.financialStatus) &&
      `<form method="post" action="/control/${shop.handle}/${path("refund")}"><input name="amount" size="6" aria-label="Amount to refund" required> <button>Refund</button></form>`,
  ].filter(Boolean);
  return `<tr><td>#${order.number}<br><span class="quiet">${order.createdAt.slice(0, 16)}</span></td>
    <td>${escapeHtml(order.email ?? "no email")}</td>
    <td>${decimal(currentAmounts(order).totalMinor, order.currency)} ${order.currency}</td>
    <td>${state.join(", ")}</td><td>${acts.join(" ")}</td></tr>`;
}

function button(shop: ShopDoc, path: string, label: string): string {
  return `<form method="post" action="/control/${shop.handle}/${path}"><button>${label}</button></form>`;
}

function option(value: string, label: string): string {
  return `<option value="${escapeHtml(value)}">${escapeHtml(label)}</option>`;
}
