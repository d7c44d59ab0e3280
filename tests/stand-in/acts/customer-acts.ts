import { randomUUID } from "node:crypto";

import type { Clock } from "../clock.ts";
import { HttpError } from "../http.ts";
import {
  customerPayload,
  emailConsentPayload,
  smsConsentPayload,
} from "../payloads/customer-payload.ts";
import type { CustomerDoc, OrderDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type { CustomerInput } from "./inputs.ts";
import { openStoreCreditBook } from "../store-credit/store-credit-book.ts";
import { changeCustomer, makeCustomer } from "./make-documents.ts";

export type CustomerActs = {
  create: (shop: ShopDoc, input: CustomerInput) => CustomerDoc;
  update: (shop: ShopDoc, customerId: string, input: CustomerInput) => CustomerDoc;
  remove: (shop: ShopDoc, customerId: string) => void;
  merge: (shop: ShopDoc, keepId: string, deleteId: string) => CustomerDoc;
  requestData: (shop: ShopDoc, customerId: string) => void;
  /** Sends customers/redact. The shop's own record stays, as Shopify's does until the merchant erases it. */
  redact: (shop: ShopDoc, customerId: string) => void;
};

/** What happens to customers, with the webhooks that follow. */
export function openCustomerActs(store: Store, clock: Clock, webhooks: Webhooks): CustomerActs {
  function load(shop: ShopDoc, customerId: string): CustomerDoc {
    const customer = store.customers.find(shop.id, customerId);
    if (!customer) throw new HttpError(404, `There is no customer ${customerId}`);
    return customer;
  }

  function refuseTakenEmail(
    shop: ShopDoc,
    email: string | null | undefined,
    except: string | null,
  ): void {
    const other = email ? store.findCustomerByEmail(shop.id, email) : null;
    if (other && other.id !== except)
      throw new HttpError(422, `Email ${email} has already been taken`);
  }

  const ordersOf = (shop: ShopDoc, customerId: string): OrderDoc[] =>
    store.orders.list(
      shop.id,
      [{ sql: "customer_id = ?", params: [BigInt(customerId)] }],
      "processed_at",
    );

  function privacyPayload(shop: ShopDoc, customer: CustomerDoc) {
    return {
      shop_id: BigInt(shop.id),
      shop_domain: shop.domain,
      customer: { id: BigInt(customer.id), email: customer.email, phone: customer.phone },
    };
  }

  return {
    create(shop, input) {
      refuseTakenEmail(shop, input.email, null);
      const customer = makeCustomer(store.ids, input, clock.now());
      store.customers.put(shop.id, customer);
      webhooks.emit(shop, "customers/create", customerPayload(shop, customer), randomUUID());
      return customer;
    },
    update(shop, customerId, input) {
      refuseTakenEmail(shop, input.email, customerId);
      const before = load(shop, customerId);
      const customer = changeCustomer(before, input, clock.now());
      store.customers.put(shop.id, customer);
      const eventId = randomUUID();
      webhooks.emit(shop, "customers/update", customerPayload(shop, customer), eventId);
      const { state } = customer;
      if (state !== before.state && (state === "enabled" || state === "disabled")) {
        const topic = state === "enabled" ? "customers/enable" : "customers/disable";
        webhooks.emit(shop, topic, customerPayload(shop, customer), eventId);
      }
      if (input.emailMarketing) {
        webhooks.emit(
          shop,
          "customers_email_marketing_consent/update",
          emailConsentPayload(customer),
          eventId,
        );
      }
      if (input.smsMarketing) {
        webhooks.emit(
          shop,
          "customers_marketing_consent/update",
          smsConsentPayload(customer),
          eventId,
        );
      }
      return customer;
    },
    remove(shop, customerId) {
      const customer = load(shop, customerId);
      if (ordersOf(shop, customerId).length > 0) {
        throw new HttpError(422, "A customer with orders cannot be deleted");
      }
      store.customers.remove(shop.id, customerId);
      webhooks.emit(
        shop,
        "customers/delete",
        {
          id: BigInt(customer.id),
          phone: customer.phone,
          addresses: [],
          tax_exemptions: [],
          email_marketing_consent: null,
          sms_marketing_consent: null,
          admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
        },
        randomUUID(),
      );
    },
    merge(shop, keepId, deleteId) {
      const kept = changeCustomer(load(shop, keepId), {}, clock.now());
      const gone = load(shop, deleteId);
      store.transaction(() => {
        for (const order of ordersOf(shop, deleteId)) {
          store.putOrder(shop.id, {
            ...order,
            customerId: keepId,
            updatedAt: clock.now().toISOString(),
          });
        }
        moveStoreCredit(store, clock, shop, gone.id, keepId);
        store.customers.remove(shop.id, gone.id);
        store.customers.put(shop.id, kept);
      });
      const eventId = randomUUID();
      webhooks.emit(
        shop,
        "customers/merge",
        {
          admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${keepId}`,
          admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${deleteId}`,
          admin_graphql_api_job_id: null,
          status: "completed",
          errors: [],
        },
        eventId,
      );
      webhooks.emit(shop, "customers/update", customerPayload(shop, kept), eventId);
      return kept;
    },
    requestData(shop, customerId) {
      const customer = load(shop, customerId);
      webhooks.emit(
        shop,
        "customers/data_request",
        {
          ...privacyPayload(shop, customer),
          orders_requested: ordersOf(shop, customerId).map((order) => BigInt(order.id)),
          data_request: { id: BigInt(store.ids.next("DataRequest")) },
        },
        randomUUID(),
      );
    },
    redact(shop, customerId) {
      const customer = load(shop, customerId);
      webhooks.emit(
        shop,
        "customers/redact",
        {
          ...privacyPayload(shop, customer),
          orders_to_redact: ordersOf(shop, customerId).map((order) => BigInt(order.id)),
        },
        randomUUID(),
      );
    },
  };
}

/** Merged customers have their store credit together, each part until its own end. */
function moveStoreCredit(
  store: Store,
  clock: Clock,
  shop: ShopDoc,
  fromId: string,
  toId: string,
): void {
  const book = openStoreCreditBook(store, clock);
  const gone = book.find(shop, fromId);
  if (!gone) return;
  for (const { remainingMinor, expiresAt } of gone.transactions) {
    const facts = { amountMinor: remainingMinor, expiresAt, event: "adjustment" as const };
    if (remainingMinor > 0) book.credit(shop, toId, facts);
  }
  store.storeCreditAccounts.remove(shop.id, gone.id);
}
