import type { CustomerDoc, MarketingConsent, ShopDoc } from "../store/documents.ts";
import { addressPayload, ids, shopTime, type JsonObject } from "./common.ts";
import type { Json } from "./exact-json.ts";

/** The body of customers/create and /update. Since 2025-01 it names neither tags, nor consent, nor what was bought. */
export function customerPayload(shop: ShopDoc, customer: CustomerDoc): JsonObject {
  const address = customerAddress(customer);
  return {
    ...basics(shop, customer),
    addresses: address ? [address] : [],
    tax_exemptions: [],
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    ...(address && { default_address: address }),
  };
}

/** The customer inside an order. */
export function orderCustomerPayload(shop: ShopDoc, customer: CustomerDoc): JsonObject {
  const address = customerAddress(customer);
  return {
    ...basics(shop, customer),
    tax_exemptions: [],
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    ...(address && { default_address: address }),
  };
}

function basics(shop: ShopDoc, customer: CustomerDoc): JsonObject {
  return {
    ...ids("Customer", customer.id),
    created_at: shopTime(customer.createdAt, shop),
    updated_at: shopTime(customer.updatedAt, shop),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state,
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: false,
    email: customer.email,
    phone: customer.phone,
    currency: shop.currency,
  };
}

function customerAddress(customer: CustomerDoc): JsonObject | null {
  const address = addressPayload(customer.address);
  if (address === null || typeof address !== "object" || Array.isArray(address)) return null;
  return {
    id: BigInt(customer.id),
    customer_id: BigInt(customer.id),
    ...address,
    country_name: customer.address?.country ?? null,
    default: true,
  };
}

/** The body of customers_email_marketing_consent/update. */
export function emailConsentPayload(customer: CustomerDoc): JsonObject {
  return {
    customer_id: BigInt(customer.id),
    email_address: customer.email,
    email_marketing_consent: consentPayload(customer.emailMarketing),
  };
}

/** The body of customers_marketing_consent/update (SMS). */
export function smsConsentPayload(customer: CustomerDoc): JsonObject {
  return {
    id: BigInt(customer.id),
    phone: customer.phone,
    sms_marketing_consent: customer.smsMarketing
      ? { ...consentPayload(customer.smsMarketing), consent_collected_from: "OTHER" }
      : null,
  };
}

function consentPayload(consent: MarketingConsent): { [key: string]: Json } {
  return {
    state: consent.state,
    opt_in_level: consent.optInLevel,
    consent_updated_at: consent.updatedAt,
  };
}
