import { escapeHtml, redirect, sendHtml, sendJson } from "../../http.ts";
import type { CustomerDoc } from "../../store/documents.ts";
import { accountPage } from "../../ui-extensions/account-page.ts";
import { extensionBundle, hostScript } from "../../ui-extensions/bundles.ts";
import { extensionSlots } from "../../ui-extensions/extension-slots.ts";
import { mintExtensionToken } from "../../ui-extensions/extension-token.ts";
import { listTargets } from "../../ui-extensions/ui-extension.ts";
import { themeText } from "../theme-text.ts";
import type { Visit } from "../visit.ts";
import { sendMissing } from "./missing.ts";

/** New customer accounts, `customer-account/…`: profile, orders, one order, and the app's full pages. Who is signed out signs in first. */
export function sendCustomerAccount(visit: Visit): true {
  const [, page = "orders", id = "", ...rest] = visit.page.split("/").map(decodeURIComponent);
  const { customer } = visit;
  if (!customer) return redirect(visit.response, `${visit.root}account/login`);
  if (page === "profile") return sendProfile(visit, customer);
  if (page === "orders" && id === "") return sendOrders(visit, customer);
  if (page === "orders") return sendOrderStatus(visit, customer, id);
  if (page === "pages") return sendFullPage(visit, id, rest.join("/"));
  return sendMissing(visit);
}

function sendProfile(visit: Visit, customer: CustomerDoc): true {
  const title = themeText(visit, "layout.profile");
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  const main = `<section class="section narrow"><h1>${escapeHtml(title)}</h1>
    <p>${escapeHtml(name)}</p><p class="quiet">${escapeHtml(customer.email ?? "")}</p></section>
    <div class="section narrow">${extensionSlots(visit, "customer-account.profile.block.render")}</div>`;
  return sendHtml(visit.response, 200, accountPage(visit, title, main));
}

function sendOrders(visit: Visit, customer: CustomerDoc): true {
  const title = themeText(visit, "account.orders");
  const { context, shop, root } = visit;
  const own = [{ sql: "customer_id = ?", params: [BigInt(customer.id)] }];
  const links = context.store.orders
    .page(shop.id, { where: own, sort: "processed_at", reverse: true, first: 50 })
    .items.map(
      ({ doc }) => `<li><a href="${root}customer-account/orders/${doc.id}">#${doc.number}</a></li>`,
    );
  const main = `<section class="section narrow"><h1>${escapeHtml(title)}</h1><ul>${links.join("")}</ul></section>
    <div class="section narrow">${extensionSlots(visit, "customer-account.order-index.block.render")}</div>`;
  return sendHtml(visit.response, 200, accountPage(visit, title, main));
}

function sendOrderStatus(visit: Visit, customer: CustomerDoc, id: string): true {
  const order = visit.context.store.orders.find(visit.shop.id, id);
  if (!order || order.customerId !== customer.id) return sendMissing(visit);
  const title = themeText(visit, "order.heading", { name: `#${order.number}` });
  const lines = order.lines.map((line) => `<li>${escapeHtml(line.title)} × ${line.quantity}</li>`);
  const blocks = extensionSlots(visit, "customer-account.order-status.block.render", { order });
  const main = `<section class="section narrow"><h1>${escapeHtml(title)}</h1><ul>${lines.join("")}</ul></section>
    <div class="section narrow">${blocks}</div>`;
  return sendHtml(visit.response, 200, accountPage(visit, title, main));
}

function sendFullPage(visit: Visit, handle: string, path: string): true {
  const slot = extensionSlots(visit, "customer-account.page.render", { handle, path });
  if (slot === "") return sendMissing(visit);
  return sendHtml(visit.response, 200, accountPage(visit, handle, slot));
}

export async function sendHostScript({ response }: Visit): Promise<true> {
  return sendScript(response, await hostScript());
}

/** `extensions/HANDLE--TARGET.js`: the bundle of one target. */
export async function sendExtensionScript(visit: Visit, file: string): Promise<true> {
  const { projectDir, appUrl } = visit.context.app;
  const found = listTargets(projectDir).find(
    ({ handle, target }) => `${handle}--${target}.js` === file,
  );
  if (!found) return sendJson(visit.response, 404, { errors: "There is no such extension" });
  return sendScript(visit.response, await extensionBundle(found.module, appUrl));
}

function sendScript(response: Visit["response"], body: string): true {
  response.writeHead(200, {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "no-cache",
  });
  response.end(body);
  return true;
}

/** A session token for the extensions on the visitor's page. */
export function sendExtensionToken({ response, context, shop, customer }: Visit): true {
  const token = mintExtensionToken(context.app, shop, { customerId: customer?.id ?? null });
  return sendJson(response, 200, { token });
}
