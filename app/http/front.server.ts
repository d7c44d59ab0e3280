import { createServer, type RequestListener, type Server } from "node:http";

import { env } from "#app/ground/env.server.ts";

import { ArrivingBodies, type Bounds, processBounds } from "./arriving-bodies.server.ts";
import { nameVisitor } from "./proxies.server.ts";
import { secure } from "./security-headers.server.ts";

const KEEP_ALIVE_MS = 65_000;
/** Shopify hangs up after 5 s; what takes longest is a merchant's file. */
const patience = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
};

/**
 * An HTTP server with what holds for every request, whoever answers it: bounds on what arrives, who asks, and the headers that
 * each answer has.
 */
export function createFront(answer: RequestListener, bounds: Bounds = processBounds): Server {
  const arriving = new ArrivingBodies(bounds);
  const server = createServer(patience, (request, response) => {
    secure(request, response);
    const address = nameVisitor(request, env.TRUSTED_PROXIES);
    if (arriving.admit(request, response, address)) answer(request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  arriving.watch(server);
  return server;
}
