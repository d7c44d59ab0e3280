import { randomUUID } from "node:crypto";

import type { AppConfig } from "../app-config.ts";
import type { Clock } from "../clock.ts";
import { HttpError } from "../http.ts";
import { minorOf } from "../money.ts";
import { shopPayload } from "../payloads/shop-payload.ts";
import type { ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type { ShopInput } from "./inputs.ts";
import { makeShop } from "./make-documents.ts";

export type AppActs = {
  createShop: (input: ShopInput) => ShopDoc;
  /** Sets what the storefront's checkout asks for sending goods, in the shop's currency. */
  setShippingRate: (shop: ShopDoc, rate: string) => ShopDoc;
  /** What the merchant changes in the shop's settings. */
  updateShop: (shop: ShopDoc, change: ShopChange) => ShopDoc;
  /** Managed installation: the TOML's scopes are granted. On an installed shop, new scopes are granted and told. */
  install: (shop: ShopDoc, scopes?: string[]) => ShopDoc;
  /** Every token ends at once, then app/uninstalled is sent. */
  uninstall: (shop: ShopDoc) => ShopDoc;
  /** Sends shop/redact, as Shopify does 48 hours after uninstalling. */
  redact: (shop: ShopDoc) => void;
};

export type ShopChange = Partial<Pick<ShopDoc, "name" | "email" | "timezone" | "currency">>;

/** What happens between a shop and the app. */
export function openAppActs(
  store: Store,
  app: AppConfig,
  clock: Clock,
  webhooks: Webhooks,
): AppActs {
  return {
    createShop(input) {
      if (store.findShop(input.domain))
        throw new HttpError(422, `There is already a shop ${input.domain}`);
      const shop = makeShop(store.ids, input, clock.now());
      store.putShop(shop);
      return shop;
    },
    setShippingRate(shop, rate) {
      const next = { ...shop, shippingMinor: minorOf(rate, shop.currency) };
      store.putShop(next);
      return next;
    },
    updateShop(shop, change) {
      const next = { ...shop, ...change, updatedAt: clock.now().toISOString() };
      store.putShop(next);
      webhooks.emit(next, "shop/update", shopPayload(next), randomUUID());
      return next;
    },
    install(shop, scopes = app.scopes) {
      const before = shop.grantedScopes;
      const now = clock.now().toISOString();
      const next = { ...shop, grantedScopes: scopes, installedAt: shop.installedAt ?? now };
      store.putShop(next);
      if (before && before.join() !== scopes.join()) {
        const payload = { id: BigInt(APP_ID), previous: before, current: scopes, updated_at: now };
        webhooks.emit(next, "app/scopes_update", payload, randomUUID());
      }
      return next;
    },
    uninstall(shop) {
      if (!shop.grantedScopes) throw new HttpError(422, "The app is not installed");
      webhooks.emit(shop, "app/uninstalled", shopPayload(shop), randomUUID());
      const next = { ...shop, grantedScopes: null, installedAt: null };
      store.tokens.removeOfShop(shop.id);
      store.putShop(next);
      return next;
    },
    redact(shop) {
      const payload = { shop_id: BigInt(shop.id), shop_domain: shop.domain };
      webhooks.emit(shop, "shop/redact", payload, randomUUID());
    },
  };
}

/** The app's numeric id in this world. */
export const APP_ID = "580111";
