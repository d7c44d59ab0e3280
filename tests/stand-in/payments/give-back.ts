import type { Clock } from "../clock.ts";
import { HttpError } from "../http.ts";
import { openStoreCreditBook } from "../store-credit/store-credit-book.ts";
import type { OrderDoc, RefundDoc, ShopDoc, TransactionDoc } from "../store/documents.ts";
import type { Ids } from "../store/ids.ts";
import type { Store } from "../store/store.ts";

/** Money goes back to the card first, then to store credit, then to gift cards. */
const WAY_BACK = ["bogus", "shopify_store_credit", "gift_card"];

/** The transactions of a refund: back to where the money came from, or all of it as store credit. */
export function refundTransactions(
  ids: Ids,
  order: OrderDoc,
  { amountMinor, at, asStoreCredit }: { amountMinor: number; at: string; asStoreCredit: boolean },
): TransactionDoc[] {
  const make = (part: number, facts: Partial<TransactionDoc>): TransactionDoc => ({
    id: ids.next("OrderTransaction"),
    kind: "refund",
    status: "success",
    amountMinor: part,
    createdAt: at,
    parentId: null,
    ...facts,
  });
  if (amountMinor <= 0) return [];
  if (asStoreCredit) {
    if (order.customerId === null)
      throw new HttpError(422, "A guest's order cannot be refunded as store credit");
    return [make(amountMinor, { gateway: "shopify_store_credit" })];
  }
  const transactions: TransactionDoc[] = [];
  let left = amountMinor;
  for (const sale of salesByWayBack(order)) {
    const part = Math.min(left, sale.amountMinor - wentBack(order, sale.id));
    if (part <= 0) continue;
    const { gateway, giftCardId } = sale;
    transactions.push(
      make(part, {
        parentId: sale.id,
        ...(gateway && { gateway }),
        ...(giftCardId && { giftCardId }),
      }),
    );
    left -= part;
  }
  return transactions;
}

function salesByWayBack(order: OrderDoc): TransactionDoc[] {
  const rank = ({ gateway }: TransactionDoc) => WAY_BACK.indexOf(gateway ?? "bogus");
  return order.transactions
    .filter(({ kind, status }) => kind === "sale" && status === "success")
    .sort((a, b) => rank(a) - rank(b));
}

function wentBack(order: OrderDoc, saleId: string): number {
  return order.refunds
    .flatMap(({ transactions }) => transactions)
    .filter(({ parentId }) => parentId === saleId)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/** Puts what a refund gives back onto gift cards and store credit. */
export function giveBack(
  { store, clock }: { store: Store; clock: Clock },
  shop: ShopDoc,
  order: OrderDoc,
  refund: RefundDoc,
): void {
  for (const { gateway, giftCardId, amountMinor } of refund.transactions) {
    if (gateway === "shopify_store_credit" && order.customerId !== null) {
      const facts = { amountMinor, expiresAt: null, event: "order_refund" as const };
      openStoreCreditBook(store, clock).credit(shop, order.customerId, facts);
    }
    const card = giftCardId ? store.giftCards.find(shop.id, giftCardId) : null;
    if (card) {
      const updatedAt = clock.now().toISOString();
      const balanceMinor = card.balanceMinor + amountMinor;
      store.giftCards.put(shop.id, { ...card, balanceMinor, updatedAt });
    }
  }
}
