import type { HostFacts } from "../host-facts.ts";

/** Where Shopify's own protocols lead here: `extension:HANDLE/path`, `shopify:customer-account/orders`; others as they are. */
export function localAddress(url: string, facts: Pick<HostFacts, "root" | "handle">): string {
  const [, protocol, rest = ""] = /^(extension|shopify):\/*(.*)$/.exec(url) ?? [];
  if (protocol === "extension") {
    const path = url.startsWith("extension:/") ? `${facts.handle}/${rest}` : rest;
    return `${facts.root}customer-account/pages/${path}`;
  }
  if (protocol === "shopify") {
    return `${facts.root}${rest.replace(/^customer-account\/?/, "customer-account/")}`;
  }
  return url;
}
