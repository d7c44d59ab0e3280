import { z } from "zod";

import { gid, identified, numericId, text, time } from "./payload.schema.ts";

const Consent = z
  .object({ state: text, opt_in_level: text, consent_updated_at: time.nullish() })
  .nullish();

const person = {
  ...identified,
  email: text,
  phone: text,
  first_name: text,
  last_name: text,
  created_at: time.nullish(),
  updated_at: time.nullish(),
  default_address: z.object({ country_code: text }).nullish(),
};

/** The customer inside an order. */
export const OrderCustomer = z.object(person);

/** The body of customers/create, /update, /enable and /disable. */
export const CustomerPayload = z.object({ ...person, state: text });

/** The body of customers/delete. */
export const CustomerDeletedPayload = z.object(identified);

/** The body of customers/merge. */
export const CustomersMergedPayload = z.object({
  admin_graphql_api_customer_kept_id: gid,
  admin_graphql_api_customer_deleted_id: gid,
  status: text,
});

/** The body of both consent topics. */
export const ConsentPayload = z.object({
  customer_id: numericId.nullish(),
  id: numericId.nullish(),
  email_address: text,
  phone: text,
  email_marketing_consent: Consent,
  sms_marketing_consent: Consent,
});

export type CustomerPayload = z.infer<typeof CustomerPayload>;
export type ConsentPayload = z.infer<typeof ConsentPayload>;
