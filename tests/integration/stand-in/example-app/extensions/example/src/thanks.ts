import { add, type ShopifyGlobal } from "./shopify-global.ts";

declare const shopify: ShopifyGlobal;

/** Says after the checkout what the order brought. */
export default function thanks(): void {
  const order = shopify.orderConfirmation?.value.order.id ?? "";
  const number = order.split("/").at(-1);
  const banner = add(document.body, "s-banner", { heading: "Example" });
  add(banner, "s-text", {}, shopify.i18n.translate("thanks", { number }));
}
