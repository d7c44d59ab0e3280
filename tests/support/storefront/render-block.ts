import { renderAppBlock } from "#tests/stand-in/storefront/app-block.ts";
import { productObject } from "#tests/stand-in/storefront/objects/product.ts";
import { routesObject } from "#tests/stand-in/storefront/objects/routes.ts";

export const RULE = {
  pointsPerUnit: 1,
  unitMinor: 100,
  rounding: "down",
  currency: "GBP",
  currencyExponent: 2,
  includeTax: true,
  excludeGiftCards: true,
  capped: false,
  excludedProductIds: [] as string[],
  active: true,
  earnsFrom: null as number | null,
};

type Scene = {
  language?: string;
  settings?: Record<string, unknown>;
  customer?: { balance: number | null } | null;
};

/** The balance block as a page shows it. */
export function balanceBlock({ language = "en", settings = {}, customer = null }: Scene): string {
  const metafields =
    customer === null || customer.balance === null
      ? {}
      : { $app: { points_balance: { value: customer.balance, type: "number_integer" } } };
  return render("points-balance", language, settings, {
    customer: customer && { metafields },
    shop: { customer_accounts_enabled: true },
  });
}

type Sale = {
  /** Minor units, one for each variant. */
  pricesMinor: number[];
  rule?: Partial<typeof RULE>;
  currency?: string;
  paidIn?: string;
  giftCard?: boolean;
  taxesIncluded?: boolean;
  language?: string;
  settings?: Record<string, unknown>;
  /** Who looks at it is excluded from the program. */
  excluded?: boolean;
};

/** The points block of a product page. Variants have the ids 1, 2, 3 … */
export function pointsBlock(sale: Sale): string {
  const currency = sale.currency ?? "GBP";
  const product = productObject(
    {
      id: "77",
      handle: "thing",
      title: "Thing",
      descriptionHtml: "",
      productType: "",
      vendor: "",
      tags: [],
      status: "active",
      giftCard: sale.giftCard ?? false,
      createdAt: "",
      updatedAt: "",
      variants: sale.pricesMinor.map((priceMinor, i) => ({
        id: String(i + 1),
        title: `V${i + 1}`,
        sku: null,
        priceMinor,
        taxable: true,
        requiresShipping: true,
        weightGrams: 0,
      })),
    },
    currency,
    "/",
  );
  const rule = { ...RULE, currency, ...sale.rule };
  const loyalty = { type: "json", value: { excluded: true } };
  const objects = {
    product,
    ...(sale.excluded && { customer: { metafields: { $app: { loyalty } } } }),
    cart: {
      currency: { iso_code: sale.paidIn ?? currency },
      taxes_included: sale.taxesIncluded ?? true,
    },
  };
  return render("product-points", sale.language ?? "en", sale.settings ?? {}, objects, {
    encore: { earn_rule: { value: rule, type: "json" } },
  });
}

/** What the points block promises: its sentence, or null when it is hidden. */
export function promise(html: string): string | null {
  if (/data-encore-earn\b/.test(html) && /\n\s*hidden\s*\n/.test(html)) return null;
  return /data-encore-earn-text>([^<]*)</.exec(html)?.[1] ?? null;
}

/** Any block, with the objects of its page and the metafields of the app. */
export function render(
  handle: string,
  language: string,
  settings: Record<string, unknown>,
  objects: Record<string, unknown>,
  appMetafields: Record<string, unknown> = {},
): string {
  return renderAppBlock(
    { id: "a1", handle, settings },
    {
      language,
      currency: "GBP",
      timezone: "UTC",
      appMetafields,
      assetUrl: (file) => `/assets/${file}`,
      objects: {
        ...objects,
        routes: routesObject("/"),
        request: { locale: { iso_code: language }, design_mode: false },
      },
    },
  ).html;
}
