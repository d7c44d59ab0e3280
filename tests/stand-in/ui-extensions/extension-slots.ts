import { createHash } from "node:crypto";

import { escapeHtml } from "../http.ts";
import { gid } from "../payloads/common.ts";
import type { OrderDoc } from "../store/documents.ts";
import type { Visit } from "../storefront/visit.ts";
import { readExtensionSettings } from "./extension-settings.ts";
import type { HostFacts } from "./host-facts.ts";
import { listTargets, textsOf, type ExtensionTarget } from "./ui-extension.ts";

/** The app's extensions of a target as places on a page, with the host's script; empty when it has none. */
export function extensionSlots(
  visit: Visit,
  target: string,
  { order = null as OrderDoc | null, handle = null as string | null, path = "" } = {},
): string {
  const found = listTargets(visit.context.app.projectDir).filter(
    (one) => one.target === target && (handle === null || one.handle === handle),
  );
  if (found.length === 0) return "";
  const slots = found.map((one) => {
    const facts = JSON.stringify(factsOf(visit, one, order, path));
    return `<div class="ui-extension" data-extension="${escapeHtml(facts)}"></div>`;
  });
  return `${slots.join("")}<script src="${visit.base}extension-host.js" defer></script>`;
}

function factsOf(
  visit: Visit,
  one: ExtensionTarget,
  order: OrderDoc | null,
  path: string,
): HostFacts {
  const { shop, customer, language, base, root, context } = visit;
  const { language: extensionLanguage, texts } = textsOf(one.dir, language);
  return {
    target: one.target,
    handle: one.handle,
    apiVersion: one.apiVersion,
    capabilities: one.capabilities,
    scriptUrl: `${base}extensions/${encodeURIComponent(`${one.handle}--${one.target}.js`)}`,
    tokenUrl: `${base}extension-token`,
    root,
    language,
    extensionLanguage,
    texts,
    settings: readExtensionSettings(context.store, shop.id, one.handle),
    country: shop.countryCode,
    currency: shop.currency,
    timezone: shop.timezone,
    shop: {
      id: gid("Shop", shop.id),
      name: shop.name,
      myshopifyDomain: shop.domain,
      storefrontUrl: `${context.standInUrl}${root}`,
    },
    customer: customer && { id: gid("Customer", customer.id) },
    email: customer?.email ?? order?.email ?? null,
    order: order && orderFacts(visit, order),
    path,
  };
}

function orderFacts({ context, shop }: Visit, order: OrderDoc): HostFacts["order"] {
  const earlier = order.customerId
    ? context.store.customerTotals(shop.id, order.customerId).orders > 1
    : false;
  return {
    id: gid("Order", order.id),
    name: `#${order.number}`,
    confirmationNumber: createHash("md5").update(order.id).digest("hex").slice(0, 9).toUpperCase(),
    isFirstOrder: !earlier,
  };
}
