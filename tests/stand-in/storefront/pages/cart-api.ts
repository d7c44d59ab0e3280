import { z } from "zod";

import { readInput, sendJson } from "../../http.ts";
import {
  readCartDetails,
  withAttributes,
  writeCartDetails,
  type CartDetails,
} from "../cart-details.ts";
import { cartJson } from "../objects/cart-json.ts";
import { pricedCart } from "../priced-cart.ts";
import { readCart, writeCart, type Visit } from "../visit.ts";
import { withAdded } from "./cart.ts";

/** Shopify's Ajax Cart API. Every change answers with the cart as it then is, but adding, which answers with what was added. */

const id = z
  .union([z.string(), z.number()])
  .transform((given) => String(given).split(":")[0] ?? "");
const quantity = z.coerce.number().int().min(0).max(999);
const attributes = z.record(z.string(), z.unknown());

const Addition = z.object({ id, quantity: quantity.default(1) });
const AddInput = z.union([
  z.object({ items: z.array(Addition).min(1), attributes: attributes.optional() }),
  Addition.transform((item) => ({ items: [item], attributes: undefined })),
]);
const UpdateInput = z.object({
  updates: z.union([z.record(z.string(), quantity), z.array(quantity)]).optional(),
  attributes: attributes.optional(),
  note: z.string().nullish(),
  /** Codes joined by commas; they replace those that the cart had. */
  discount: z.string().optional(),
});
const ChangeInput = z.object({ id: id.optional(), line: z.coerce.number().optional(), quantity });

export function sendCartJson(visit: Visit): true {
  return sendJson(visit.response, 200, cartJson(visit, pricedCart(visit)));
}

export async function addJson(visit: Visit): Promise<true> {
  const input = AddInput.safeParse(await bodyOf(visit));
  if (!input.success) return refuse(visit, 422, "The required parameter id is missing.");
  const wanted = input.data.items.map((item) => ({ variantId: item.id, quantity: item.quantity }));
  const { store } = visit.context;
  if (wanted.some(({ variantId }) => !store.findProductOfVariant(visit.shop.id, variantId)))
    return refuse(visit, 422, "The product is not available.");
  const details = readCartDetails(visit);
  const given = input.data.attributes ?? {};
  const next = save(visit, withAdded(visit, wanted), {
    ...details,
    attributes: withAttributes(details.attributes, given),
  });
  const added = cartJson(next, pricedCart(next)).items.filter(({ variant_id }) =>
    wanted.some(({ variantId }) => variantId === String(variant_id)),
  );
  return sendJson(visit.response, 200, wanted.length === 1 ? added[0] : { items: added });
}

export async function updateJson(visit: Visit): Promise<true> {
  const input = UpdateInput.safeParse(await bodyOf(visit));
  if (!input.success) return refuse(visit, 422, "The cart cannot be updated with this.");
  const { updates, note, discount } = input.data;
  const lines = readCart(visit).map(({ variant, quantity: before }, i) => ({
    variantId: variant.id,
    quantity: (Array.isArray(updates) ? updates[i] : updates?.[variant.id]) ?? before,
  }));
  const fresh = Array.isArray(updates)
    ? []
    : Object.entries(updates ?? {})
        .filter(([variantId]) => lines.every((line) => line.variantId !== variantId))
        .map(([variantId, count]) => ({ variantId, quantity: count }));
  const details = readCartDetails(visit);
  const next = save(visit, [...lines, ...fresh], {
    attributes: withAttributes(details.attributes, input.data.attributes ?? {}),
    note: note === undefined ? details.note : note,
    codes: discount === undefined ? details.codes : codesOf(discount),
  });
  return sendJson(visit.response, 200, cartJson(next, pricedCart(next)));
}

export async function changeJson(visit: Visit): Promise<true> {
  const input = ChangeInput.safeParse(await bodyOf(visit));
  if (!input.success) return refuse(visit, 400, "The quantity is missing.");
  const { line: place } = input.data;
  const lines = readCart(visit).map(({ variant, quantity: before }, i) => {
    const meant = place === undefined ? variant.id === input.data.id : i + 1 === place;
    return { variantId: variant.id, quantity: meant ? input.data.quantity : before };
  });
  const next = save(visit, lines, readCartDetails(visit));
  return sendJson(visit.response, 200, cartJson(next, pricedCart(next)));
}

export function clearJson(visit: Visit): true {
  const next = save(visit, [], readCartDetails(visit));
  return sendJson(visit.response, 200, cartJson(next, pricedCart(next)));
}

function codesOf(text: string): string[] {
  return text
    .split(",")
    .map((code) => code.trim())
    .filter((code) => code !== "");
}

/** Keeps the cart in the visitor's cookies; the visit returned reads it as the next request will. */
function save(
  visit: Visit,
  lines: { variantId: string; quantity: number }[],
  details: CartDetails,
): Visit {
  writeCart(visit, lines);
  writeCartDetails(visit, details);
  const set = [visit.response.getHeader("set-cookie") ?? []].flat().map(String);
  const cookie = [visit.request.headers.cookie ?? "", ...set.map((one) => one.split(";")[0] ?? "")];
  // The last of several cookies of one name is the newest: put it first, where it is found.
  const request = Object.create(visit.request, {
    headers: { value: { ...visit.request.headers, cookie: cookie.reverse().join("; ") } },
  }) as Visit["request"];
  return { ...visit, request };
}

/** JSON, or a form with `updates[id]` and `attributes[name]` made into objects. */
async function bodyOf(visit: Visit): Promise<unknown> {
  const input = (await readInput(visit.request)) as Record<string, unknown>;
  const nested: Record<string, Record<string, unknown>> = {};
  for (const [key, value] of Object.entries(input)) {
    const match = /^(updates|attributes)\[(.+)\]$/.exec(key);
    if (match?.[1] && match[2]) nested[match[1]] = { ...nested[match[1]], [match[2]]: value };
  }
  return { ...input, ...nested };
}

function refuse(visit: Visit, status: number, description: string): true {
  return sendJson(visit.response, status, { status, message: "Cart Error", description });
}
