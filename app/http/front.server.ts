import { createServer, type RequestListener, type Server } from "node:http";

import { env } from "#app/ground/env.server.ts";

import { ArrivingBodies, type Bounds, processBounds } from "./arriving-bodies.server.ts";
import { nameVisitor } from "./proxies.server.ts";
import { secure } from "./security-headers.server.ts";
import { Turns } from "./turns.server.ts";

const KEEP_ALIVE_MS = 65_000;
/** Shopify hangs up after 5 s; what takes longest is a merchant's file. */
const patience = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
};

/**
 * An HTTP server with what holds for every request, whoever answers it: bounds on what arrives, who asks, and the headers that
 * each answer has. `atOnce` answers what must not wait, and says whether it did; `inTurn` the rest.
 */
export function createFront(
  atOnce: (...request: Parameters<RequestListener>) => boolean,
  inTurn: RequestListener,
  bounds: Bounds = processBounds,
): Server {
  const arriving = new ArrivingBodies(bounds);
  const turns = new Turns();
  const server = createServer(patience, (request, response) => {
    secure(request, response);
    const address = nameVisitor(request, env.TRUSTED_PROXIES);
    if (!arriving.admit(request, response, address) || atOnce(request, response)) return;
    const leave = turns.wait(address, () => inTurn(request, response));
    response.once("close", leave);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  arriving.watch(server);
  return server;
}
