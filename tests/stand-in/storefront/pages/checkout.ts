import { OrderInput } from "../../acts/inputs.ts";
import { codeKey } from "../../discounts/discount-documents.ts";
import { HttpError, redirect, sendHtml } from "../../http.ts";
import { decimal } from "../../money.ts";
import { openStoreCreditBook } from "../../store-credit/store-credit-book.ts";
import { extensionSlots } from "../../ui-extensions/extension-slots.ts";
import { clearCartDetails, readCartDetails, writeCartDetails } from "../cart-details.ts";
import { signed, verified } from "../cookies.ts";
import { browserIp, readLanding } from "../landing.ts";
import { orderObject } from "../objects/order.ts";
import { liquidPrice } from "../objects/price.ts";
import { pricedCart, type PricedVisitCart } from "../priced-cart.ts";
import { renderPage } from "../render-page.ts";
import { themeText } from "../theme-text.ts";
import { readCart, writeCart, type Visit } from "../visit.ts";
import { readForm, refusals } from "./cart.ts";
import { sendMissing } from "./missing.ts";

type Typed = { email?: string; problems?: string[]; codes?: string[] };

/** The checkout with what its codes take off; `typed` is what a form that could not be taken said. */
export function sendCheckout(visit: Visit, typed: Typed = {}): true {
  if (readCart(visit).length === 0) return redirect(visit.response, `${visit.root}cart`);
  const { email = "", problems = [] } = typed;
  const cart = pricedCart(visit, { email, codes: typed.codes ?? readCartDetails(visit).codes });
  // Codes that came with a link or from the cart are explained, and stay out of the order.
  const told = [...problems, ...refusals(visit, cart.refused)];
  const objects = { checkout: { ...checkoutObject(visit, cart), email, problems: told } };
  const title = themeText(visit, "checkout.heading");
  const html = renderPage(visit, "checkout", title, objects);
  return sendHtml(visit.response, problems.length > 0 ? 422 : 200, html);
}

/** Shopify's `checkout`, and what this one offers to pay with. */
function checkoutObject(visit: Visit, cart: PricedVisitCart) {
  const { shop, customer, context } = visit;
  const price = (minor: number) => liquidPrice(minor, shop.currency);
  const book = openStoreCreditBook(context.store, context.clock);
  return {
    discount_applications: cart.applied.map(({ discount, code, shares, shippingMinor }) => ({
      code: code?.code ?? null,
      title: code?.code ?? discount.title,
      total_allocated_amount: price(shares.reduce((sum, part) => sum + part, shippingMinor)),
    })),
    subtotal_price: price(cart.subtotalMinor),
    shipping_price: price(cart.shippingMinor - cart.shippingOffMinor),
    has_shipping: cart.shippingMinor > 0,
    total_price: price(cart.totalMinor),
    store_credit: price(customer ? book.balanceMinor(shop, customer.id) : 0),
  };
}

/** A code is added (`apply`) or taken out (`remove`), or the order is placed. */
export async function submitCheckout(visit: Visit): Promise<true> {
  const form = await readForm(visit);
  const details = readCartDetails(visit);
  const removed = form.get("remove");
  if (removed !== null) {
    const codes = details.codes.filter((code) => codeKey(code) !== codeKey(removed));
    writeCartDetails(visit, { ...details, codes });
    return redirect(visit.response, `${visit.root}checkout`);
  }
  const typed = form.get("discount")?.trim() ?? "";
  const email = form.get("email")?.trim() ?? "";
  const codes = typed === "" ? details.codes : [...details.codes, typed];
  const { refused } = pricedCart(visit, { codes, email });
  const problem = refused.filter(({ code }) => code === typed);
  if (problem.length > 0) return sendCheckout(visit, { email, problems: refusals(visit, problem) });
  if (form.has("apply")) {
    writeCartDetails(visit, { ...details, codes });
    return redirect(visit.response, `${visit.root}checkout`);
  }
  return placeOrder(visit, form, codes, email);
}

/** Places and pays the order: for the customer who is signed in, else for the email that was typed. */
function placeOrder(visit: Visit, form: URLSearchParams, codes: string[], email: string): true {
  const { shop, customer, context } = visit;
  if (readCart(visit).length === 0) return redirect(visit.response, `${visit.root}cart`);
  if (!customer && !email.includes("@"))
    return sendCheckout(visit, { email, codes, problems: [themeText(visit, "checkout.no_email")] });
  const cart = pricedCart(visit, { codes, email });
  const refused = new Set(cart.refused.map(({ code }) => codeKey(code)));
  const landing = readLanding(visit);
  const details = readCartDetails(visit);
  const giftCard = form.get("gift_card")?.trim() ?? "";
  const input = OrderInput.parse({
    ...(customer ? { customerId: customer.id } : { email }),
    lines: cart.lines.map(({ variant, quantity }) => ({ variantId: variant.id, quantity })),
    discountCodes: codes.filter((code) => !refused.has(codeKey(code))),
    ...(cart.shippingMinor > 0 && { shipping: decimal(cart.shippingMinor, shop.currency) }),
    giftCards: giftCard ? [giftCard] : [],
    storeCredit: form.has("store_credit"),
    attributes: details.attributes,
    note: details.note,
    landingSite: landing.site,
    referringSite: landing.referrer,
    browserIp: browserIp(visit),
    userAgent: visit.request.headers["user-agent"] ?? null,
    locale: visit.language,
    paid: true,
  });
  try {
    const order = context.acts.orders.create(shop, input);
    writeCart(visit, []);
    clearCartDetails(visit);
    const token = signed(order.id, context.app.apiSecret);
    return redirect(visit.response, `${visit.root}orders/${token}`);
  } catch (error) {
    if (error instanceof HttpError)
      return sendCheckout(visit, { email, codes, problems: [error.message] });
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
    renderPage(visit, "customers/order", title, {
      order: object,
      thanks: true,
      extensions: extensionSlots(visit, "purchase.thank-you.block.render", { order }),
    }),
  );
}
