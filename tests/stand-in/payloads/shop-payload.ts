import type { Plan, ShopDoc } from "../store/documents.ts";
import { shopTime, type JsonObject } from "./common.ts";

export const PLAN_NAMES: Record<Plan, { display: string; name: string }> = {
  basic: { display: "Basic", name: "basic" },
  grow: { display: "Grow", name: "professional" },
  advanced: { display: "Advanced", name: "unlimited" },
  plus: { display: "Shopify Plus", name: "shopify_plus" },
};

/** The body of shop/update and app/uninstalled: the shop as the REST API shows it. */
export function shopPayload(shop: ShopDoc): JsonObject {
  return {
    id: BigInt(shop.id),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    province: null,
    country: shop.countryCode,
    address1: null,
    zip: null,
    city: null,
    source: null,
    phone: null,
    latitude: null,
    longitude: null,
    primary_locale: shop.locale,
    address2: null,
    created_at: shopTime(shop.createdAt, shop),
    updated_at: shopTime(shop.updatedAt ?? shop.createdAt, shop),
    country_code: shop.countryCode,
    country_name: shop.countryCode,
    currency: shop.currency,
    customer_email: shop.email,
    timezone: shop.timezone,
    iana_timezone: shop.timezone,
    shop_owner: shop.ownerName,
    money_format: "{{amount}}",
    money_with_currency_format: `{{amount}} ${shop.currency}`,
    weight_unit: "kg",
    province_code: null,
    taxes_included: shop.taxesIncluded,
    plan_display_name: PLAN_NAMES[shop.plan].display,
    plan_name: PLAN_NAMES[shop.plan].name,
    has_discounts: false,
    has_gift_cards: true,
    myshopify_domain: shop.domain,
    eligible_for_payments: true,
    password_enabled: false,
    has_storefront: true,
    enabled_presentment_currencies: [shop.currency],
  };
}
