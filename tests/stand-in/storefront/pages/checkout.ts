import { HttpError, redirect, sendHtml } from "../../http.ts";
import { OrderInput } from "../../acts/inputs.ts";
import { signed, verified } from "../cookies.ts";
import { orderObject } from "../objects/order.ts";
import { renderPage } from "../render-page.ts";
import { themeText } from "../theme-text.ts";
import { readCart, writeCart, type Visit } from "../visit.ts";
import { readForm } from "./cart.ts";
import { sendMissing } from "./missing.ts";

export function sendCheckout(visit: Visit, problem = ""): true {
  if (readCart(visit).length === 0) return redirect(visit.response, `${visit.root}cart`);
  const title = themeText(visit, "checkout.heading");
  return sendHtml(
    visit.response,
    problem ? 422 : 200,
    renderPage(visit, "checkout", title, { problem }),
  );
}

/** Places and pays the order: for the customer who is signed in, else for the email that was typed. */
export async function placeOrder(visit: Visit): Promise<true> {
  const form = await readForm(visit);
  const lines = readCart(visit).map(({ variant, quantity }) => ({
    variantId: variant.id,
    quantity,
  }));
  if (lines.length === 0) return redirect(visit.response, `${visit.root}cart`);
  const email = form.get("email")?.trim() ?? "";
  if (!visit.customer && !email.includes("@"))
    return sendCheckout(visit, themeText(visit, "checkout.no_email"));
  const code = form.get("discount")?.trim() ?? "";
  const input = OrderInput.parse({
    ...(visit.customer ? { customerId: visit.customer.id } : { email }),
    lines,
    discountCodes: code ? [code] : [],
    paid: true,
  });
  try {
    const order = visit.context.acts.orders.create(visit.shop, input);
    writeCart(visit, []);
    return redirect(
      visit.response,
      `${visit.root}orders/${signed(order.id, visit.context.app.apiSecret)}`,
    );
  } catch (error) {
    if (error instanceof HttpError) return sendCheckout(visit, error.message);
    throw error;
  }
}

/** The thank-you page, for whoever has its address: guests too. */
export function sendThanks(visit: Visit, token: string): true {
  const id = verified(token, visit.context.app.apiSecret);
  const order = id ? visit.context.store.orders.find(visit.shop.id, id) : null;
  if (!order) return sendMissing(visit);
  const object = orderObject(order, visit.root, (name) => themeText(visit, `status.${name}`));
  const title = themeText(visit, "order.heading", { name: object.name });
  return sendHtml(
    visit.response,
    200,
    renderPage(visit, "customers/order", title, { order: object, thanks: true }),
  );
}
