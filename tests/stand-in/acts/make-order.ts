import { HttpError } from "../http.ts";
import { decimal, minorOf } from "../money.ts";
import { lineNetMinor, sum } from "../order-money.ts";
import type {
  DiscountApplication,
  LineItem,
  OrderDoc,
  ProductDoc,
  ShopDoc,
  TaxLine,
  VariantDoc,
} from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { OrderInput } from "./inputs.ts";
import { makeAddress } from "./make-documents.ts";
import { discountOrder } from "./order-discounts.ts";

/** What one euro was worth, roughly: only to have different amounts in different currencies. */
const PER_EURO: Record<string, number> = {
  EUR: 1,
  USD: 1.08,
  GBP: 0.86,
  CHF: 0.96,
  JPY: 168,
  KWD: 0.33,
  SEK: 11.3,
  CAD: 1.47,
  AUD: 1.64,
  PLN: 4.3,
};

/** How much of `to` one unit of `from` is in this world. */
function demoRate(from: string, to: string): number {
  return Math.round(((PER_EURO[to] ?? 1) / (PER_EURO[from] ?? 1)) * 1e6) / 1e6;
}

/** An unpaid order as the checkout leaves it. Throws HttpError 422 for a variant, sku or customer that is not there. */
export function makeOrder(store: Store, shop: ShopDoc, input: OrderInput, now: Date): OrderDoc {
  const customer = input.customerId ? store.customers.find(shop.id, input.customerId) : null;
  if (input.customerId && !customer)
    throw new HttpError(422, `There is no customer ${input.customerId}`);
  const createdAt = input.createdAt ? new Date(input.createdAt).toISOString() : now.toISOString();
  const presentment = input.currency ?? shop.currency;
  const taxesIncluded = input.taxesIncluded ?? shop.taxesIncluded;
  const address = makeAddress(input.shippingAddress) ?? customer?.address ?? null;
  const applications: DiscountApplication[] = [];
  const lines = input.lines.map((line) => makeLine(store, shop, line, applications));
  if (input.tip) lines.push(makeTip(store, shop, input.tip, applications));
  const email = input.email !== undefined ? input.email : (customer?.email ?? null);
  const shippingMinor = input.shipping ? minorOf(input.shipping, shop.currency) : 0;
  const { discountCodes, shippingDiscounts } = discountOrder(
    store,
    { shop, lines, applications, shippingMinor },
    input,
    { customer, email, now: new Date(createdAt) },
  );
  const shippingNet = shippingMinor - sum(shippingDiscounts.map(({ amountMinor }) => amountMinor));
  for (const line of lines)
    line.taxLines = taxOf(shop, taxesIncluded, lineNetMinor(line), line.taxable);
  return {
    id: store.ids.next("Order"),
    number: store.ids.count(`order-number.${shop.id}`, 1001),
    customerId: customer?.id ?? null,
    email,
    phone: input.phone ?? null,
    createdAt,
    // As it was then: what is told of it now is told by `orders/updated`.
    updatedAt: createdAt,
    processedAt: createdAt,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: input.test ?? false,
    sourceName: input.sourceName,
    taxesIncluded,
    currency: shop.currency,
    presentmentCurrency: presentment,
    exchangeRate: input.exchangeRate ?? demoRate(shop.currency, presentment),
    financialStatus: "pending",
    lines,
    discountCodes,
    discountApplications: applications,
    shippingLines: input.shipping
      ? [
          {
            id: store.ids.next("ShippingLine"),
            title: "Standard",
            code: "Standard",
            priceMinor: shippingMinor,
            taxLines: taxOf(shop, taxesIncluded, shippingNet, true),
            ...(shippingDiscounts.length > 0 && { discounts: shippingDiscounts }),
          },
        ]
      : [],
    transactions: [],
    refunds: [],
    fulfillments: [],
    returns: [],
    shippingAddress: address,
    billingAddress: address,
    locale: input.locale ?? customer?.locale ?? "en",
    note: input.note ?? null,
    tags: input.tags ?? [],
    visit: {
      attributes: Object.entries(input.attributes).map(([name, value]) => ({ name, value })),
      landingSite: input.landingSite ?? null,
      referringSite: input.referringSite ?? null,
      browserIp: input.browserIp ?? null,
      userAgent: input.userAgent ?? null,
    },
  };
}

/** One line, priced from the catalogue unless the input says otherwise. Taxes come after the discounts. */
export function makeLine(
  store: Store,
  shop: ShopDoc,
  line: OrderInput["lines"][number],
  applications: DiscountApplication[],
): LineItem {
  const found = findVariant(store, shop, line);
  if (!found && (line.price === undefined || !line.title)) {
    throw new HttpError(
      422,
      `There is no product ${line.variantId ?? line.sku ?? "(no variantId, sku or title and price)"}`,
    );
  }
  const price =
    line.price === undefined
      ? (found?.variant.priceMinor ?? 0)
      : minorOf(line.price, shop.currency);
  const item: LineItem = {
    id: store.ids.next("LineItem"),
    productId: found?.product.id ?? null,
    variantId: found?.variant.id ?? null,
    title: found?.product.title ?? line.title ?? "",
    variantTitle: found && found.variant.title !== "Default Title" ? found.variant.title : null,
    sku: found?.variant.sku ?? line.sku ?? null,
    vendor: found?.product.vendor ?? null,
    productType: found?.product.productType ?? null,
    quantity: line.quantity,
    removedQuantity: 0,
    priceMinor: price,
    taxable: found?.variant.taxable ?? true,
    giftCard: found?.product.giftCard ?? false,
    requiresShipping: found?.variant.requiresShipping ?? true,
    grams: found?.variant.weightGrams ?? 0,
    taxLines: [],
    discounts: [],
    fulfilledQuantity: 0,
  };
  if (line.discount) {
    const amountMinor = Math.min(minorOf(line.discount, shop.currency), price * line.quantity);
    item.discounts.push({ application: applications.length, amountMinor });
    applications.push({
      type: "manual",
      title: "Discount",
      valueType: "fixed_amount",
      value: decimal(amountMinor, shop.currency),
      targetSelection: "explicit",
      allocationMethod: "across",
    });
  }
  return item;
}

function makeTip(
  store: Store,
  shop: ShopDoc,
  price: string,
  applications: DiscountApplication[],
): LineItem {
  const wish = { title: "Tip", price, quantity: 1, variantId: undefined, sku: undefined };
  const line = makeLine(store, shop, wish, applications);
  return { ...line, tip: true, taxable: false, requiresShipping: false };
}

function findVariant(
  store: Store,
  shop: ShopDoc,
  line: OrderInput["lines"][number],
): { product: ProductDoc; variant: VariantDoc } | null {
  const product = line.variantId
    ? store.findProductOfVariant(shop.id, line.variantId)
    : line.sku
      ? store.findProductBySku(shop.id, line.sku)
      : null;
  const variant = product?.variants.find(
    ({ id, sku }) => id === line.variantId || (!line.variantId && sku === line.sku),
  );
  return product && variant ? { product, variant } : null;
}

/** Tax of an amount after discounts: inside it or on top of it. */
export function taxOf(
  shop: ShopDoc,
  taxesIncluded: boolean,
  netMinor: number,
  taxable: boolean,
): TaxLine[] {
  if (!taxable || shop.taxRate === 0) return [];
  const share = taxesIncluded ? shop.taxRate / (1 + shop.taxRate) : shop.taxRate;
  return [{ title: "VAT", rate: shop.taxRate, priceMinor: Math.round(netMinor * share) }];
}
