import { readable } from "#app/ui/copy/segments.ts";

const topics: Record<string, string> = {
  "orders/create": "New order",
  "orders/paid": "Order paid",
  "orders/updated": "Order updated",
  "orders/edited": "Order edited",
  "orders/cancelled": "Order cancelled",
  "orders/delete": "Order deleted",
  "fulfillments/create": "Shipment created",
  "fulfillments/update": "Shipment updated",
  "fulfillment_events/create": "Shipment on its way",
  "refunds/create": "Refund",
  "returns/request": "Return requested",
  "returns/approve": "Return approved",
  "returns/decline": "Return declined",
  "returns/cancel": "Return cancelled",
  "returns/close": "Return closed",
  "customers/create": "New customer",
  "customers/update": "Customer updated",
  "customers/delete": "Customer deleted",
  "customers/merge": "Customers merged",
  "customers_email_marketing_consent/update": "Email consent changed",
  "customers_marketing_consent/update": "Text message consent changed",
  "products/update": "Product updated",
  "bulk_operations/finish": "History export finished",
  "app/uninstalled": "App uninstalled",
  "app/scopes_update": "Permissions changed",
  "customers/data_request": "Data request",
  "customers/redact": "Erase a customer",
  "shop/redact": "Erase the shop",
};

/** What a merchant reads for a webhook topic. */
export function topicInWords(topic: string): string {
  return topics[topic] ?? readable(topic.replace("/", " "));
}
