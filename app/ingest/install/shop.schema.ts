import { z } from "zod";

import {
  list,
  numericId,
  optionalId,
  text,
  time,
} from "#app/orders/from-webhook/payload.schema.ts";

/** The body of app/uninstalled and shop/redact: that it came says all. */
export const ShopPayload = z.object({});

/** The body of shop/update: the shop as it is now. */
export const ShopUpdatedPayload = z.object({
  name: text,
  currency: text,
  iana_timezone: text,
  country_code: text,
  updated_at: time.nullish(),
});

/** The body of app/scopes_update. */
export const ScopesPayload = z.object({ current: list(z.string()) });

/** The body of bulk_operations/finish. */
export const BulkOperationPayload = z.object({
  admin_graphql_api_id: z.string(),
  status: z.string(),
  error_code: text,
  completed_at: time.nullish(),
});

const Person = z.object({ id: optionalId, email: text, phone: text });

/** The body of customers/redact. */
export const CustomerRedactPayload = z.object({
  customer: Person,
  orders_to_redact: list(numericId),
});

/** The body of customers/data_request. */
export const DataRequestPayload = z.object({
  customer: Person,
  orders_requested: list(numericId),
  data_request: z.object({ id: optionalId }).nullish(),
});
