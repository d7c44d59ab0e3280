import type { IncomingMessage } from "node:http";

import proxyAddress from "proxy-addr";

const VISITOR = "x-encore-visitor";

/**
 * Writes into a request the address that the outermost of so many trusted proxies saw, over what it says itself. Returns it. What came
 * through fewer is not to be believed: whoever asks can write any address into the headers, and each proxy adds to what it gets.
 */
export function nameVisitor(request: IncomingMessage, trusted: number): string {
  const address = proxyAddress(request, (_address, hop) => hop < trusted);
  request.headers[VISITOR] = address;
  return address;
}

/** Where the visitor is; null where that is not known. */
export function visitorAddress(request: Request): string | null {
  return request.headers.get(VISITOR) || null;
}
