import { convert, decimal } from "../money.ts";
import { gid, type Currencies } from "../payloads/common.ts";
import type { Address } from "../store/documents.ts";

/** An amount as Shopify's Decimal writes it: at least one digit after the point, and no further zeros (`"10.0"`, `"9.95"`). */
export function money(
  minor: number,
  currencyCode: string,
): { amount: string; currencyCode: string } {
  const [whole, fraction = ""] = decimal(minor, currencyCode).split(".");
  return { amount: `${whole}.${fraction.replace(/0+$/, "") || "0"}`, currencyCode };
}

/** An amount of the shop in both currencies of an order. */
export function moneyBag(minor: number, in_: Currencies) {
  return {
    shopMoney: money(minor, in_.currency),
    presentmentMoney: money(
      convert(minor, in_.currency, in_.presentmentCurrency, in_.exchangeRate),
      in_.presentmentCurrency,
    ),
  };
}

/** A time to the second, in UTC. */
export function time(iso: string): string;
export function time(iso: string | null): string | null;
export function time(iso: string | null): string | null {
  return iso === null ? null : `${iso.slice(0, 19)}Z`;
}

/** `in_transit` → `IN_TRANSIT`. */
export function enumOf(value: string): string;
export function enumOf(value: string | null): string | null;
export function enumOf(value: string | null): string | null {
  return value === null ? null : value.toUpperCase();
}

/** Type and decimal id of a GID, or null. */
export function readGid(value: unknown): { type: string; id: string } | null {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)(?:\?.*)?$/.exec(String(value));
  return match?.[1] && match[2] ? { type: match[1], id: match[2] } : null;
}

export function mailingAddress(address: Address | null, ownerId: string) {
  if (!address) return null;
  return {
    id: `${gid("MailingAddress", ownerId)}?model_name=Address`,
    ...address,
    name: [address.firstName, address.lastName].filter(Boolean).join(" ") || null,
    countryCodeV2: address.countryCode,
    formattedArea:
      [address.city, address.province, address.country].filter(Boolean).join(", ") || null,
    coordinatesValidated: false,
    latitude: null,
    longitude: null,
  };
}
