/** Money is whole minor units of the card's currency, which is the shop's. */
export type GiftCardDoc = {
  id: string;
  /** As it was given out, in capitals. */
  code: string;
  initialMinor: number;
  balanceMinor: number;
  currency: string;
  customerId: string | null;
  createdAt: string;
  updatedAt: string;
  /** A day, `2027-01-31`; it is good until its end. */
  expiresOn: string | null;
  deactivatedAt: string | null;
  note: string | null;
};

/** Whether the card can pay now. */
export function isRedeemable(card: GiftCardDoc, now: Date): boolean {
  const today = now.toISOString().slice(0, 10);
  return (
    card.deactivatedAt === null &&
    card.balanceMinor > 0 &&
    (card.expiresOn === null || card.expiresOn >= today)
  );
}

/** A code as it is compared: without blanks and dashes, in capitals. */
export function giftCardKey(code: string): string {
  return code.replace(/[\s-]/g, "").toUpperCase();
}
