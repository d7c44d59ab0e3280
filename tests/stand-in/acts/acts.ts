import type { AppConfig } from "../app-config.ts";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import { openAppActs, type AppActs } from "./app-acts.ts";
import { openCollectionActs, type CollectionActs } from "./collection-acts.ts";
import { openCustomerActs, type CustomerActs } from "./customer-acts.ts";
import { openOrderActs, type OrderActs } from "./order-acts.ts";
import { openProductActs, type ProductActs } from "./product-acts.ts";
import { openReturnActs, type ReturnActs } from "./return-acts.ts";

export type Acts = {
  orders: OrderActs;
  returns: ReturnActs;
  customers: CustomerActs;
  products: ProductActs;
  collections: CollectionActs;
  app: AppActs;
};

/** All that people can do in the shop; control API, pages and storefront call nothing else. */
export function openActs(store: Store, app: AppConfig, clock: Clock, webhooks: Webhooks): Acts {
  return {
    orders: openOrderActs(store, clock, webhooks),
    returns: openReturnActs(store, clock, webhooks),
    customers: openCustomerActs(store, clock, webhooks),
    products: openProductActs(store, clock, webhooks),
    collections: openCollectionActs(store, clock),
    app: openAppActs(store, app, clock, webhooks),
  };
}
