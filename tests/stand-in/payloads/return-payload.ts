import type { OrderDoc, ReturnDoc } from "../store/documents.ts";
import { gid, ids, type JsonObject } from "./common.ts";

/** The body of the `returns/*` topics. */
export function returnPayload(order: OrderDoc, returned: ReturnDoc): JsonObject {
  return {
    ...ids("Return", returned.id),
    order: ids("Order", order.id),
    status: returned.status,
    name: returned.name,
    decline: null,
    total_return_line_items: returned.lines.length,
    return_line_items: returned.lines.map((line) => ({
      ...ids("ReturnLineItem", line.id),
      fulfillment_line_item: fulfillmentLine(order, line.lineItemId),
      quantity: line.quantity,
      refundable_quantity: line.quantity,
      refunded_quantity: 0,
      return_reason: line.reason,
      return_reason_note: line.note,
      customer_note: null,
    })),
  };
}

function fulfillmentLine(order: OrderDoc, lineItemId: string): JsonObject {
  const found = order.fulfillments
    .flatMap(({ lines }) => lines)
    .find((line) => line.lineItemId === lineItemId);
  const lineItem = { id: BigInt(lineItemId), admin_graphql_api_id: gid("LineItem", lineItemId) };
  return found
    ? { ...ids("FulfillmentLineItem", found.id), line_item: lineItem }
    : { line_item: lineItem };
}
