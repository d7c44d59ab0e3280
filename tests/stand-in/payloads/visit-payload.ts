import type { OrderDoc } from "../store/documents.ts";
import type { JsonObject } from "./common.ts";

/** What is known of the buyer's browser, or null. */
export function clientDetails({ visit }: OrderDoc): JsonObject | null {
  if (!visit || (visit.browserIp === null && visit.userAgent === null)) return null;
  return {
    accept_language: null,
    browser_height: null,
    browser_ip: visit.browserIp,
    browser_width: null,
    session_hash: null,
    user_agent: visit.userAgent,
  };
}

/** What the first page's address said as `ref`. */
export function landingRef({ visit }: OrderDoc): string | null {
  const query = visit?.landingSite?.split("?")[1];
  return query ? new URLSearchParams(query).get("ref") : null;
}
