import type { Api } from "@shopify/ui-extensions/customer-account.page.render";

import { askWithToken, type Failure } from "../../shared/ask.ts";
import { wordsOf } from "../../shared/words.ts";

declare const shopify: Api;

/** Where the key of a redemption is kept until it is answered. */
export const storage = shopify.storage;

export const words = wordsOf(shopify);

/** Asks Encore something as whoever is signed in. */
export function ask<Answer extends object>(path: string, body?: object): Promise<Answer | Failure> {
  return askWithToken<Answer>(() => shopify.sessionToken.get(), path, body);
}
