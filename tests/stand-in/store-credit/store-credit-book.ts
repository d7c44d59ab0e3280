import type { Clock } from "../clock.ts";
import type { ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import {
  balanceMinor,
  credited,
  debited,
  type CreditFacts,
  type StoreCreditAccountDoc,
} from "./store-credit.ts";

export type StoreCreditBook = {
  /** The customer's account in the shop's currency, or null before the first credit. */
  find: (shop: ShopDoc, customerId: string) => StoreCreditAccountDoc | null;
  balanceMinor: (shop: ShopDoc, customerId: string) => number;
  /** Makes the account when there is none. */
  credit: (
    shop: ShopDoc,
    customerId: string,
    facts: Omit<CreditFacts, "id">,
  ) => StoreCreditAccountDoc;
  /** Null, and nothing done, when there is too little. */
  debit: (
    shop: ShopDoc,
    customerId: string,
    facts: Omit<CreditFacts, "id" | "expiresAt">,
  ) => StoreCreditAccountDoc | null;
};

/** The store credit of a shop's customers. */
export function openStoreCreditBook(store: Store, clock: Clock): StoreCreditBook {
  const find = (shop: ShopDoc, customerId: string) =>
    store.storeCreditAccounts.list(shop.id, [
      { sql: "customer_id = ? AND currency = ?", params: [BigInt(customerId), shop.currency] },
    ])[0] ?? null;

  return {
    find,
    balanceMinor(shop, customerId) {
      const account = find(shop, customerId);
      return account ? balanceMinor(account, clock.now()) : 0;
    },
    credit(shop, customerId, facts) {
      const account = find(shop, customerId) ?? {
        id: store.ids.next("StoreCreditAccount"),
        customerId,
        currency: shop.currency,
        transactions: [],
      };
      const id = store.ids.next("StoreCreditAccountTransaction");
      const next = credited(account, { id, ...facts }, clock.now());
      store.storeCreditAccounts.put(shop.id, next);
      return next;
    },
    debit(shop, customerId, facts) {
      const account = find(shop, customerId);
      const id = store.ids.next("StoreCreditAccountTransaction");
      const next = account && debited(account, { id, ...facts }, clock.now());
      if (next) store.storeCreditAccounts.put(shop.id, next);
      return next;
    },
  };
}
