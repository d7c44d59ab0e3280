import { gid } from "../payloads/common.ts";
import type { CustomerDoc } from "../store/documents.ts";
import { storeCreditAccountsOf } from "../store-credit/resolvers-store-credit.ts";
import { connectionOf } from "./connection.ts";
import type { Resolvers } from "./context.ts";
import { listMetafields, oneMetafield } from "./resolvers-metafield.ts";
import { ordersPage } from "./resolvers-query.ts";
import { enumOf, mailingAddress, money, time } from "./values.ts";

export const Customer: Resolvers<CustomerDoc> = {
  id: (customer) => gid("Customer", customer.id),
  legacyResourceId: (customer) => customer.id,
  firstName: (customer) => customer.firstName,
  lastName: (customer) => customer.lastName,
  displayName: (customer) =>
    [customer.firstName, customer.lastName].filter(Boolean).join(" ") ||
    customer.email ||
    customer.phone ||
    "",
  email: (customer) => customer.email,
  phone: (customer) => customer.phone,
  note: (customer) => customer.note,
  tags: (customer) => customer.tags,
  locale: (customer) => customer.locale,
  state: (customer) => enumOf(customer.state),
  verifiedEmail: (customer) => customer.verifiedEmail,
  validEmailAddress: (customer) => customer.email !== null,
  taxExempt: () => false,
  dataSaleOptOut: () => false,
  multipassIdentifier: () => null,
  createdAt: (customer) => time(customer.createdAt),
  updatedAt: (customer) => time(customer.updatedAt),
  canDelete: (customer, _args, { store, shop }) =>
    store.customerTotals(shop.id, customer.id).orders === 0,
  numberOfOrders: (customer, _args, { store, shop }) =>
    String(store.customerTotals(shop.id, customer.id).orders),
  amountSpent: (customer, _args, { store, shop }) =>
    money(store.customerTotals(shop.id, customer.id).spentMinor, shop.currency),
  lastOrder(customer, _args, { store, shop }) {
    const { lastOrderId } = store.customerTotals(shop.id, customer.id);
    return lastOrderId ? store.orders.find(shop.id, lastOrderId) : null;
  },
  orders: (customer, args, context) =>
    ordersPage(args, context, [{ sql: "customer_id = ?", params: [BigInt(customer.id)] }]),
  defaultAddress: (customer) => mailingAddress(customer.address, customer.id),
  addresses: (customer) =>
    customer.address ? [mailingAddress(customer.address, customer.id)] : [],
  addressesV2: (customer, args, context) =>
    connectionOf(
      customer.address ? [mailingAddress(customer.address, customer.id)] : [],
      args,
      context,
    ),
  defaultEmailAddress: (customer) =>
    customer.email === null
      ? null
      : {
          emailAddress: customer.email,
          marketingState: enumOf(customer.emailMarketing.state),
          marketingOptInLevel: enumOf(customer.emailMarketing.optInLevel),
          marketingUpdatedAt: time(customer.emailMarketing.updatedAt),
          openTrackingLevel: "UNKNOWN",
          validFormat: true,
        },
  defaultPhoneNumber: (customer) =>
    customer.phone === null
      ? null
      : {
          phoneNumber: customer.phone,
          marketingState: enumOf(customer.smsMarketing?.state ?? "not_subscribed"),
          marketingOptInLevel: enumOf(customer.smsMarketing?.optInLevel ?? null),
          marketingUpdatedAt: time(customer.smsMarketing?.updatedAt ?? null),
        },
  emailMarketingConsent: (customer) =>
    customer.email === null
      ? null
      : {
          marketingState: enumOf(customer.emailMarketing.state),
          marketingOptInLevel: enumOf(customer.emailMarketing.optInLevel),
          consentUpdatedAt: time(customer.emailMarketing.updatedAt),
        },
  smsMarketingConsent: (customer) =>
    customer.smsMarketing === null
      ? null
      : {
          marketingState: enumOf(customer.smsMarketing.state),
          marketingOptInLevel: enumOf(customer.smsMarketing.optInLevel),
          consentUpdatedAt: time(customer.smsMarketing.updatedAt),
          consentCollectedFrom: "OTHER",
        },
  storeCreditAccounts: (customer, args, context) =>
    connectionOf(storeCreditAccountsOf(customer.id, context), args, context),
  metafield: (customer, args, context) => oneMetafield(gid("Customer", customer.id), args, context),
  metafields: (customer, args, context) =>
    listMetafields(gid("Customer", customer.id), args, context),
};
