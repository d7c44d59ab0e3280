import { parseExactJson } from "./from-webhook/exact-json.ts";

/** What gift cards and store credit paid of an order, as JSON: amounts are minor units as text, ids too; null is an unknown card. */
export type CreditsPaid = {
  giftCards: { id: string | null; minor: string }[];
  storeCredit: string;
};

/** A payment of an order. */
export type Payment = {
  gateway: string | null;
  kind: string;
  status: string;
  amountMinor: bigint;
  /** What the gateway said, for a gift card which one; JSON as text or as itself. */
  receipt: unknown;
};

const GIFT_CARD = "gift_card";
const STORE_CREDIT = "shopify_store_credit";
const TAKEN: ReadonlySet<string> = new Set(["SALE", "CAPTURE"]);

/** Whether one of these gateways is not money but something that may have been a reward. */
export function isPaidWithCredit(gateways: readonly string[]): boolean {
  return gateways.includes(GIFT_CARD) || gateways.includes(STORE_CREDIT);
}

/** What of these payments gift cards and store credit made. */
export function creditsPaid(payments: readonly Payment[]): CreditsPaid {
  const taken = payments.filter(({ kind, status }) => TAKEN.has(kind) && status === "SUCCESS");
  const storeCredit = taken
    .filter(({ gateway }) => gateway === STORE_CREDIT)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const giftCards = taken
    .filter(({ gateway }) => gateway === GIFT_CARD)
    .map(({ receipt, amountMinor }) => ({ id: giftCardOf(receipt), minor: String(amountMinor) }));
  return { giftCards, storeCredit: String(storeCredit) };
}

function giftCardOf(receipt: unknown): string | null {
  const said = typeof receipt === "string" ? parseExactJson(receipt) : receipt;
  const id = (said as { gift_card_id?: bigint | number | string } | null)?.gift_card_id;
  return id === undefined || id === null ? null : String(id);
}
