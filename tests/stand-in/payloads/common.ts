import { DateTime } from "luxon";

import { convert, decimal } from "../money.ts";
import type { Address, OrderDoc, ShopDoc, TaxLine } from "../store/documents.ts";
import type { Json } from "./exact-json.ts";

export type JsonObject = { [key: string]: Json };

/** What an order's amounts are in: the shop's currency, and the shopper's by the order's rate. */
export type Currencies = Pick<OrderDoc, "currency" | "presentmentCurrency" | "exchangeRate">;

/** `{shop_money, presentment_money}` of an amount in the shop's minor units. */
export function moneySet(minor: number, in_: Currencies): JsonObject {
  const presentment = convert(minor, in_.currency, in_.presentmentCurrency, in_.exchangeRate);
  return {
    shop_money: { amount: decimal(minor, in_.currency), currency_code: in_.currency },
    presentment_money: {
      amount: decimal(presentment, in_.presentmentCurrency),
      currency_code: in_.presentmentCurrency,
    },
  };
}

/** An amount as the REST API gives it twice: `price` in the shop's currency and `price_set` in both. */
export function withSet(name: string, minor: number, in_: Currencies): JsonObject {
  return { [name]: decimal(minor, in_.currency), [`${name}_set`]: moneySet(minor, in_) };
}

/** A time in the shop's zone, to the second as Shopify writes it: `2026-01-10T11:00:00+01:00`. */
export function shopTime(iso: string, shop: Pick<ShopDoc, "timezone">): string;
export function shopTime(iso: string | null, shop: Pick<ShopDoc, "timezone">): string | null;
export function shopTime(iso: string | null, shop: Pick<ShopDoc, "timezone">): string | null {
  if (iso === null) return null;
  return DateTime.fromISO(iso, { zone: shop.timezone })
    .startOf("second")
    .toISO({ suppressMilliseconds: true });
}

export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** `id` with all its digits and `admin_graphql_api_id`. */
export function ids(type: string, id: string): JsonObject {
  return { id: BigInt(id), admin_graphql_api_id: gid(type, id) };
}

export function taxLinePayload(tax: TaxLine, in_: Currencies): JsonObject {
  return {
    channel_liable: null,
    ...withSet("price", tax.priceMinor, in_),
    rate: tax.rate,
    title: tax.title,
  };
}

export function addressPayload(address: Address | null): Json {
  if (!address) return null;
  const name = [address.firstName, address.lastName].filter(Boolean).join(" ");
  return {
    first_name: address.firstName,
    address1: address.address1,
    phone: address.phone,
    city: address.city,
    zip: address.zip,
    province: address.province,
    country: address.country,
    last_name: address.lastName,
    address2: address.address2,
    company: address.company,
    latitude: null,
    longitude: null,
    name,
    country_code: address.countryCode,
    province_code: address.provinceCode,
  };
}
