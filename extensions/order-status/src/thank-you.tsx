import type { Api } from "@shopify/ui-extensions/purchase.thank-you.block.render";
import { render } from "preact";

import { OrderPoints } from "./order-points.tsx";

declare const shopify: Api;

/** Right after the checkout, before Shopify has told anybody of the order. */
export default function thankYou(): void {
  const { order } = shopify.orderConfirmation.value;
  render(<OrderPoints host={shopify} id={order.id} quiet={false} />, document.body);
}
