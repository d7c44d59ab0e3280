import { z } from "zod";

import { gid, identified, numericId, optionalId, text, time } from "./payload.schema.ts";

/** The body of fulfillments/create and fulfillments/update, and a fulfillment inside an order. */
export const FulfillmentPayload = z.object({
  ...identified,
  order_id: optionalId,
  status: text,
  shipment_status: text,
  tracking_company: text,
  tracking_number: text,
  tracking_url: text,
  created_at: time.nullish(),
  updated_at: time.nullish(),
});

/** The body of fulfillment_events/create. */
export const FulfillmentEventPayload = z.object({
  fulfillment_id: numericId,
  order_id: numericId,
  status: text,
  happened_at: time.nullish(),
  created_at: time.nullish(),
  estimated_delivery_at: time.nullish(),
});

/** The body of every `returns/*` topic. */
export const ReturnPayload = z.object({
  ...identified,
  created_at: time.nullish(),
  order: z.object({ id: numericId.nullish(), admin_graphql_api_id: gid.nullish() }),
});

export type FulfillmentPayload = z.infer<typeof FulfillmentPayload>;
