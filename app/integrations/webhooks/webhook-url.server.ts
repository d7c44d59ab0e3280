import { isIP } from "node:net";

import { isLoopback, isPublicAddress } from "./public-address.server.ts";

const MOST = 2_000;

/**
 * What is wrong with an address for webhooks, as a code; null for nothing. `local` lets this machine's own addresses through, for
 * development. Where a name leads is looked at again whenever something is sent there.
 */
export function problemOfUrl(
  text: string,
  { local }: { local: boolean },
): "unreadable" | "not_https" | "not_public" | "has_login" | null {
  if (text.length > MOST || !URL.canParse(text)) return "unreadable";
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const ownMachine = host === "localhost" || isLoopback(host);
  if (url.username || url.password) return "has_login";
  if (local && ownMachine && ["http:", "https:"].includes(url.protocol)) return null;
  if (url.protocol !== "https:") return "not_https";
  if (ownMachine || (isIP(host) !== 0 && !isPublicAddress(host))) return "not_public";
  return null;
}
