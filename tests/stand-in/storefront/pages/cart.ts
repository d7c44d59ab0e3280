import { readBody, redirect, sendHtml } from "../../http.ts";
import { readCartDetails, withAttributes, writeCartDetails } from "../cart-details.ts";
import { pricedCart } from "../priced-cart.ts";
import { renderPage } from "../render-page.ts";
import { themeText } from "../theme-text.ts";
import { readCart, writeCart, type Visit } from "../visit.ts";

export function sendCart(visit: Visit): true {
  const objects = { refusals: refusals(visit, pricedCart(visit).refused) };
  const title = themeText(visit, "cart.heading");
  return sendHtml(visit.response, 200, renderPage(visit, "cart", title, objects));
}

/** Why codes do not work, in the visitor's language. */
export function refusals(visit: Visit, refused: { code: string; reason: string }[]): string[] {
  return refused.map(({ code, reason }) => themeText(visit, `discount.${reason}`, { code }));
}

/** `id` and `quantity` join the cart. */
export async function addToCart(visit: Visit): Promise<true> {
  const form = await readForm(visit);
  const wanted = {
    variantId: form.get("id") ?? "",
    quantity: wholeNumber(form.get("quantity") ?? "1"),
  };
  writeCart(visit, withAdded(visit, [wanted]));
  return redirect(visit.response, `${visit.root}cart`);
}

/** The lines of the cart with more of some variants. */
export function withAdded(visit: Visit, more: { variantId: string; quantity: number }[]) {
  const lines = readCart(visit).map(({ variant, quantity }) => ({
    variantId: variant.id,
    quantity,
  }));
  for (const { variantId, quantity } of more) {
    const line = lines.find((one) => one.variantId === variantId);
    if (line) line.quantity += quantity;
    else lines.push({ variantId, quantity });
  }
  return lines;
}

/** `updates[variantId]` sets quantities, `attributes[name]` and `note` what the order carries; `checkout` goes on. */
export async function updateCart(visit: Visit): Promise<true> {
  const form = await readForm(visit);
  const lines = readCart(visit).map(({ variant, quantity }) => {
    const asked = form.get(`updates[${variant.id}]`);
    return { variantId: variant.id, quantity: asked === null ? quantity : wholeNumber(asked) };
  });
  writeCart(visit, lines);
  const details = readCartDetails(visit);
  const given = Object.fromEntries(
    [...form].flatMap(([key, value]) => {
      const name = /^attributes\[(.+)\]$/.exec(key)?.[1];
      return name ? [[name, value]] : [];
    }),
  );
  if (Object.keys(given).length > 0 || form.has("note")) {
    const attributes = withAttributes(details.attributes, given);
    writeCartDetails(visit, { ...details, attributes, note: form.get("note") ?? details.note });
  }
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
