import type { Match } from "#app/customers/list/find-exactly.server.ts";

const kinds: Record<Match["kind"], string> = {
  order: "Order",
  phone: "Phone",
  discount_code: "Discount code",
  referral_code: "Referral code",
  shopify_id: "Shopify ID",
  email: "Was known by",
};

/** Why somebody was found, where neither their name nor their email says it: Order #1001. */
export function matchInWords({ kind, value }: Match): string {
  return `${kinds[kind]} ${value}`;
}
