import type { Applied, Refused } from "../discounts/apply-discounts.ts";
import { classOf } from "../discounts/discount-documents.ts";
import { priceCart } from "../discounts/price-cart.ts";
import { HttpError } from "../http.ts";
import { decimal, minorOf, share } from "../money.ts";
import { lineNetMinor, sum } from "../order-money.ts";
import type {
  CustomerDoc,
  DiscountAllocation,
  DiscountApplication,
  LineItem,
  OrderDoc,
  ShopDoc,
} from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { OrderInput } from "./inputs.ts";

/** An order's discounts while it is being made: applications are added, and lines get their allocations. */
export type Discounting = {
  shop: ShopDoc;
  lines: LineItem[];
  applications: DiscountApplication[];
  shippingMinor: number;
};

export type OrderCodes = {
  discountCodes: OrderDoc["discountCodes"];
  shippingDiscounts: DiscountAllocation[];
};

/**
 * Takes off what the order's codes and the shop's automatic discounts give. Codes that the shop does not have are made
 * up as the input says, or 10 % off. Throws HttpError 422 for a code that the shop has but that does not work here.
 */
export function discountOrder(
  store: Store,
  order: Discounting,
  input: OrderInput,
  buyer: { customer: CustomerDoc | null; email: string | null; now: Date },
): OrderCodes {
  const { shop, lines, shippingMinor } = order;
  const real = input.discountCodes.filter(
    ({ code, amount, percentage }) =>
      amount === undefined && percentage === undefined && store.discounts.findCode(shop.id, code),
  );
  const { applied, refused } = priceCart(store, shop, {
    items: lines.map((line) => ({ ...line, priceMinor: line.priceMinor })),
    shippingMinor,
    // A guest who types the email of a customer may use the customer's codes, as in Shopify's checkout.
    customerId:
      buyer.customer?.id ??
      (buyer.email ? store.findCustomerByEmail(shop.id, buyer.email)?.id : undefined) ??
      null,
    email: buyer.email,
    codes: real.map(({ code }) => code),
    now: buyer.now,
  });
  if (refused[0]) throw new HttpError(422, refusalText(refused[0]));
  const shippingDiscounts: DiscountAllocation[] = [];
  const codes = applied.flatMap((one) => {
    const application = order.applications.length;
    order.applications.push(applicationOf(one, shop));
    one.shares.forEach((amountMinor, i) => {
      if (amountMinor > 0) lines[i]?.discounts.push({ application, amountMinor });
    });
    if (one.shippingMinor > 0)
      shippingDiscounts.push({ application, amountMinor: one.shippingMinor });
    return one.code ? [codeOf(one, one.code.code)] : [];
  });
  const madeUp = input.discountCodes
    .filter((code) => !real.includes(code))
    .map((code) => applyMadeUpCode(order, code));
  return { discountCodes: [...codes, ...madeUp], shippingDiscounts };
}

function refusalText({ code, reason }: Refused): string {
  return `The code ${code} cannot be used: ${reason.replaceAll("_", " ")}`;
}

function codeOf(one: Applied, code: string): OrderDoc["discountCodes"][number] {
  const type =
    classOf(one.discount) === "shipping" ? ("shipping" as const) : applicationValue(one).valueType;
  return { code, type, amountMinor: sum(one.shares) + one.shippingMinor };
}

function applicationOf(one: Applied, shop: ShopDoc): DiscountApplication {
  const { discount, code } = one;
  const kind = classOf(discount);
  const { valueType, valueMinor, percentage, each } = applicationValue(one);
  return {
    type: code ? "discount_code" : "automatic",
    title: code?.code ?? discount.title,
    valueType,
    value: valueType === "percentage" ? percentage.toFixed(1) : decimal(valueMinor, shop.currency),
    targetType: kind === "shipping" ? "shipping_line" : "line_item",
    targetSelection: kind === "product" ? "entitled" : "all",
    allocationMethod: each ? "each" : "across",
    discountId: discount.id,
    codeId: code?.id ?? null,
  };
}

function applicationValue({ discount }: Applied) {
  const value = discount.gets?.value;
  const effect = value?.kind === "on_quantity" ? value.effect : value;
  // Free shipping is 100 % of the shipping line.
  if (!effect || effect.kind === "percentage") {
    return {
      valueType: "percentage" as const,
      percentage: (effect?.percentage ?? 1) * 100,
      valueMinor: 0,
      each: !effect || value?.kind === "on_quantity",
    };
  }
  const each = value?.kind === "on_quantity" || (value?.kind === "amount" && value.onEachItem);
  return {
    valueType: "fixed_amount" as const,
    percentage: 0,
    valueMinor: effect.amountMinor,
    each,
  };
}

/** Takes a made-up code's worth off the lines in proportion to what they cost. */
function applyMadeUpCode(
  { shop, lines, applications }: Discounting,
  given: OrderInput["discountCodes"][number],
): OrderDoc["discountCodes"][number] {
  const nets = lines.map(lineNetMinor);
  const all = sum(nets);
  const fixed = given.amount !== undefined;
  const percentage = given.percentage ?? 10;
  const wanted = fixed
    ? minorOf(given.amount ?? "0", shop.currency)
    : Math.round((all * percentage) / 100);
  const amountMinor = Math.min(wanted, all);
  const application = applications.length;
  share(amountMinor, nets).forEach((part, i) => {
    if (part > 0) lines[i]?.discounts.push({ application, amountMinor: part });
  });
  applications.push({
    type: "discount_code",
    title: given.code,
    valueType: fixed ? "fixed_amount" : "percentage",
    value: fixed ? decimal(wanted, shop.currency) : String(percentage),
    targetSelection: "all",
    allocationMethod: "across",
  });
  return { code: given.code, amountMinor, type: fixed ? "fixed_amount" : "percentage" };
}
