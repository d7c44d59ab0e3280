import { readBody, redirect, sendHtml } from "../../http.ts";
import { renderPage } from "../render-page.ts";
import { themeText } from "../theme-text.ts";
import { readCart, writeCart, type Visit } from "../visit.ts";

export function sendCart(visit: Visit): true {
  return sendHtml(visit.response, 200, renderPage(visit, "cart", themeText(visit, "cart.heading")));
}

/** `id` and `quantity` join the cart. */
export async function addToCart(visit: Visit): Promise<true> {
  const form = await readForm(visit);
  const variantId = form.get("id") ?? "";
  const quantity = wholeNumber(form.get("quantity") ?? "1");
  const lines = readCart(visit).map(({ variant, quantity: count }) => ({
    variantId: variant.id,
    quantity: count,
  }));
  const line = lines.find((one) => one.variantId === variantId);
  if (line) line.quantity += quantity;
  else lines.push({ variantId, quantity });
  writeCart(visit, lines);
  return redirect(visit.response, `${visit.root}cart`);
}

/** `updates[variantId]` sets quantities; `checkout` goes on to the checkout. */
export async function updateCart(visit: Visit): Promise<true> {
  const form = await readForm(visit);
  const lines = readCart(visit).map(({ variant, quantity }) => {
    const asked = form.get(`updates[${variant.id}]`);
    return { variantId: variant.id, quantity: asked === null ? quantity : wholeNumber(asked) };
  });
  writeCart(visit, lines);
  return redirect(visit.response, `${visit.root}${form.has("checkout") ? "checkout" : "cart"}`);
}

/** The fields of a form post. */
export async function readForm(visit: Visit): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(visit.request)).toString("utf8"));
}

function wholeNumber(text: string): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= 0 ? Math.min(number, 99) : 0;
}
