import { z } from "zod";

import { isRedeemable } from "../gift-cards/gift-card.ts";
import { HttpError } from "../http.ts";
import { minorOf } from "../money.ts";
import { openStoreCreditBook } from "../store-credit/store-credit-book.ts";
import { balanceMinor } from "../store-credit/store-credit.ts";
import { get, post, type Route } from "./route.ts";

const CreditInput = z.object({
  amount: z.union([z.string(), z.number()]).transform(String),
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
});

/** Store credit, gift cards, and what the app told Shopify Flow. */
export const creditRoutes: Route[] = [
  get(/^store-credit$/, ({ context, shop }) => ({
    accounts: context.store.storeCreditAccounts.list(shop.id).map((account) => ({
      ...account,
      balanceMinor: balanceMinor(account, context.clock.now()),
    })),
  })),
  post(/^customers\/(\d+)\/store-credit$/, ({ context, shop, input, id }) => {
    const { amount, expiresAt } = CreditInput.parse(input);
    if (!context.store.customers.find(shop.id, id))
      throw new HttpError(404, `There is no customer ${id}`);
    const account = openStoreCreditBook(context.store, context.clock).credit(shop, id, {
      amountMinor: minorOf(amount, shop.currency),
      expiresAt: expiresAt ? new Date(expiresAt).toISOString() : null,
      event: "adjustment",
    });
    return { account, balanceMinor: balanceMinor(account, context.clock.now()) };
  }),
  get(/^gift-cards$/, ({ context, shop }) => ({
    giftCards: context.store.giftCards
      .list(shop.id)
      .map((card) => ({ ...card, redeemable: isRedeemable(card, context.clock.now()) })),
  })),
  get(/^flow-triggers$/, ({ context, shop }) => ({
    triggers: context.store.flowTriggers.list(shop.id),
  })),
];
