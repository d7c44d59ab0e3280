import type { ConsentFacts, CustomerClaim } from "#app/customers/identity/claims.ts";
import { normaliseEmail } from "#app/customers/identity/email.ts";

import type { ConsentPayload, CustomerPayload } from "./customer.schema.ts";
import { exactId } from "./payload.schema.ts";

/** What a payload says about a customer. `since` is the earliest moment they are known from, should it not say. */
export function customerFromWebhook(
  payload: Omit<CustomerPayload, "state"> & { state?: string | null },
  { at, since }: { at: Date; since: Date },
): CustomerClaim {
  return {
    shopifyId: exactId(payload),
    asOf: payload.updated_at ?? at,
    createdAt: payload.created_at ?? since,
    email: normaliseEmail(payload.email),
    phone: payload.phone,
    firstName: payload.first_name,
    lastName: payload.last_name,
    country: payload.default_address?.country_code ?? null,
    account: payload.state?.toLowerCase() ?? null,
  };
}

/** What a consent topic says; nothing when it says no state. Throws when it does not say whose consent it is. */
export function consentFromWebhook(
  payload: ConsentPayload,
  channel: ConsentFacts["channel"],
  at: Date,
): ConsentFacts[] {
  const shopifyId = payload.customer_id ?? payload.id;
  if (shopifyId === null || shopifyId === undefined)
    throw new Error("the consent does not say whose it is");

  const consent =
    channel === "email" ? payload.email_marketing_consent : payload.sms_marketing_consent;
  if (!consent?.state) return [];
  return [
    {
      channel,
      shopifyId,
      address: channel === "email" ? normaliseEmail(payload.email_address) : payload.phone,
      state: consent.state.toLowerCase(),
      optInLevel: consent.opt_in_level?.toLowerCase() ?? null,
      at: consent.consent_updated_at ?? at,
    },
  ];
}
