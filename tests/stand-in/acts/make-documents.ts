import type {
  Address,
  CustomerDoc,
  MarketingConsent,
  Plan,
  ProductDoc,
  ShopDoc,
} from "../store/documents.ts";
import { minorOf } from "../money.ts";
import type { Ids } from "../store/ids.ts";
import type { AddressInput, CustomerInput, ProductInput, ShopInput } from "./inputs.ts";

/** A new shop, with sensible values for what was not said. */
export function makeShop(ids: Ids, input: ShopInput, now: Date): ShopDoc {
  const handle = input.domain.replace(/\.myshopify\.com$/, "");
  const plan: Plan = input.plan ?? "grow";
  return {
    id: ids.next("Shop"),
    domain: input.domain,
    handle,
    name: input.name ?? handle,
    email: input.email ?? `owner@${handle}.example.com`,
    ownerName: "Robin Merchant",
    currency: input.currency ?? "EUR",
    timezone: input.timezone ?? "Europe/Berlin",
    countryCode: input.countryCode ?? "DE",
    locale: "en",
    plan,
    createdAt: now.toISOString(),
    taxRate: input.taxRate ?? 0,
    taxesIncluded: input.taxesIncluded ?? true,
    ...(input.shippingRate !== undefined && {
      shippingMinor: minorOf(input.shippingRate, input.currency ?? "EUR"),
    }),
    grantedScopes: null,
    installedAt: null,
  };
}

/** A new customer. */
export function makeCustomer(ids: Ids, input: CustomerInput, now: Date): CustomerDoc {
  const at = now.toISOString();
  return changeCustomer(
    {
      id: ids.next("Customer"),
      email: null,
      phone: null,
      firstName: null,
      lastName: null,
      createdAt: at,
      updatedAt: at,
      state: "disabled",
      verifiedEmail: true,
      locale: "en",
      note: null,
      tags: [],
      emailMarketing: { state: "not_subscribed", optInLevel: null, updatedAt: null },
      smsMarketing: null,
      address: null,
    },
    input,
    now,
  );
}

/** The customer with what the input says; what it does not mention stays. */
export function changeCustomer(
  customer: CustomerDoc,
  input: CustomerInput,
  now: Date,
): CustomerDoc {
  const given = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as CustomerInput;
  const { emailMarketing, smsMarketing, address, ...plain } = given;
  return {
    ...customer,
    ...(plain as Partial<CustomerDoc>),
    ...(emailMarketing && { emailMarketing: consent(emailMarketing, now) }),
    ...(smsMarketing && { smsMarketing: consent(smsMarketing, now) }),
    ...(address !== undefined && { address: makeAddress(address) }),
    updatedAt: now.toISOString(),
  };
}

function consent(state: MarketingConsent["state"], now: Date): MarketingConsent {
  return { state, optInLevel: "single_opt_in", updatedAt: now.toISOString() };
}

export function makeAddress(input: AddressInput | null | undefined): Address | null {
  if (!input) return null;
  return {
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    company: input.company ?? null,
    address1: input.address1 ?? null,
    address2: input.address2 ?? null,
    city: input.city ?? null,
    province: input.province ?? null,
    provinceCode: input.provinceCode ?? null,
    country: input.country ?? null,
    countryCode: input.countryCode ?? null,
    zip: input.zip ?? null,
    phone: input.phone ?? null,
  };
}

/** A new product. `currency` is the shop's. */
export function makeProduct(
  ids: Ids,
  input: ProductInput,
  currency: string,
  now: Date,
): ProductDoc {
  const id = ids.next("Product");
  const at = now.toISOString();
  return {
    id,
    handle: input.handle ?? (slug(input.title) || `product-${id}`),
    title: input.title,
    descriptionHtml: input.descriptionHtml ?? "",
    productType: input.productType ?? "",
    vendor: input.vendor ?? "Encore Demo",
    tags: input.tags ?? [],
    status: input.status ?? "active",
    giftCard: input.giftCard ?? false,
    createdAt: at,
    updatedAt: at,
    variants: input.variants.map((variant) => ({
      id: ids.next("ProductVariant"),
      title: variant.title ?? "Default Title",
      sku: variant.sku ?? null,
      priceMinor: minorOf(variant.price, currency),
      taxable: variant.taxable ?? true,
      requiresShipping: variant.requiresShipping ?? !input.giftCard,
      weightGrams: variant.weightGrams ?? 0,
    })),
  };
}

export function slug(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
