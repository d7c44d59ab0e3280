import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";

import { nameVisitor, visitorAddress } from "./proxies.server.ts";

const VISITOR = "203.0.113.9";
const SHOPIFY = "192.0.2.1";

test.each([
  ["Shopify reaches Encore itself", 1, VISITOR, VISITOR],
  ["the visitor has invented addresses", 1, `1.1.1.1, 2.2.2.2, ${VISITOR}`, VISITOR],
  ["a load balancer stands between", 2, `${VISITOR}, ${SHOPIFY}`, VISITOR],
  ["both", 2, `1.1.1.1, ${VISITOR}, ${SHOPIFY}`, VISITOR],
  ["there is no proxy", 0, "1.1.1.1", "127.0.0.1"],
  ["nobody says where the visitor is", 1, null, "127.0.0.1"],
])("where %s, the address is the one that the outermost trusted proxy wrote", async (...known) => {
  const [, trusted, forwardedFor, address] = known;
  expect(await seenAt(trusted, forwardedFor)).toBe(address);
});

async function seenAt(trusted: number, forwardedFor: string | null): Promise<string> {
  const server = createServer((incoming, response) => {
    nameVisitor(incoming, trusted);
    const headers = incoming.headers as HeadersInit;
    response.end(visitorAddress(new Request("http://encore.test", { headers })));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  // Who writes the app's own header is not believed either.
  const headers = new Headers({ "x-encore-visitor": "1.1.1.1" });
  if (forwardedFor !== null) headers.set("x-forwarded-for", forwardedFor);
  try {
    return await (await fetch(`http://127.0.0.1:${port}/`, { headers })).text();
  } finally {
    server.close();
  }
}
