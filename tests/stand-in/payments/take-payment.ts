import type { Clock } from "../clock.ts";
import { giftCardKey, isRedeemable } from "../gift-cards/gift-card.ts";
import { HttpError } from "../http.ts";
import { minorOf } from "../money.ts";
import { currentAmounts, orderReceivedMinor } from "../order-money.ts";
import { openStoreCreditBook } from "../store-credit/store-credit-book.ts";
import type { OrderDoc, ShopDoc, TransactionDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";

export type PaymentWish = {
  /** Codes of gift cards, used one after the other. */
  giftCards: string[];
  /** True: as much as there is; or an amount in the shop's currency. */
  storeCredit: boolean | string;
};

/**
 * The order with what gift cards and store credit pay of it; the rest is for the card. Takes the money out of them.
 * Throws HttpError 422 for a card that cannot pay or a guest's store credit.
 */
export function payFromBalances(
  { store, clock }: { store: Store; clock: Clock },
  shop: ShopDoc,
  order: OrderDoc,
  wish: PaymentWish,
): OrderDoc {
  const transactions = [...order.transactions];
  const outstanding = () =>
    currentAmounts(order).totalMinor - orderReceivedMinor({ ...order, transactions });
  const add = (amountMinor: number, facts: Pick<TransactionDoc, "gateway" | "giftCardId">) =>
    transactions.push({
      id: store.ids.next("OrderTransaction"),
      kind: "sale",
      status: "success",
      amountMinor,
      createdAt: order.createdAt,
      parentId: null,
      ...facts,
    });

  for (const code of wish.giftCards) {
    const card = store.findGiftCard(shop.id, giftCardKey(code));
    if (!card || !isRedeemable(card, clock.now()))
      throw new HttpError(422, "This gift card cannot be used");
    const amountMinor = Math.min(card.balanceMinor, outstanding());
    if (amountMinor <= 0) continue;
    const updatedAt = clock.now().toISOString();
    const balanceMinor = card.balanceMinor - amountMinor;
    store.giftCards.put(shop.id, { ...card, balanceMinor, updatedAt });
    add(amountMinor, { gateway: "gift_card", giftCardId: card.id });
  }
  if (wish.storeCredit !== false) {
    if (order.customerId === null)
      throw new HttpError(422, "Store credit can only be spent by a customer who is signed in");
    const book = openStoreCreditBook(store, clock);
    const wanted =
      wish.storeCredit === true
        ? book.balanceMinor(shop, order.customerId)
        : minorOf(wish.storeCredit, shop.currency);
    const amountMinor = Math.min(wanted, outstanding());
    if (amountMinor > 0) {
      const event = "order_payment" as const;
      if (!book.debit(shop, order.customerId, { amountMinor, event }))
        throw new HttpError(422, "There is too little store credit");
      add(amountMinor, { gateway: "shopify_store_credit" });
    }
  }
  return { ...order, transactions };
}
