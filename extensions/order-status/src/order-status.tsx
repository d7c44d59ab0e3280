import type { Api } from "@shopify/ui-extensions/customer-account.order-status.block.render";
import { render } from "preact";

import { OrderPoints } from "./order-points.tsx";

declare const shopify: Api;

const DAY_MS = 24 * 3600_000;

/** Any time later. What has not been counted in a day is older than Encore: of that nothing is on its way. */
export default function orderStatus(): void {
  const order = shopify.order.value;
  if (!order) return;
  const isOld = Date.parse(order.processedAt ?? "") < Date.now() - DAY_MS;
  const isGuest = !shopify.authenticatedAccount.customer.value;
  render(<OrderPoints host={shopify} id={order.id} quiet={isOld || isGuest} />, document.body);
}
