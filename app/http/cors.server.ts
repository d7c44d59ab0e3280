import type { RequestHandler } from "express";

const ASK_AGAIN_SECONDS = 24 * 3600;

/**
 * Lets the extensions of checkout and customer account call: they run in workers whose origin is nothing that could be
 * listed. Anybody's page may send such a request then, and none gets an answer without a token from Shopify: no cookie counts here.
 */
export const allowExtensions: RequestHandler = (request, response, next) => {
  response.setHeader("access-control-allow-origin", "*");
  if (request.method !== "OPTIONS") return next();
  response.setHeader("access-control-allow-headers", "authorization, content-type");
  response.setHeader("access-control-allow-methods", "GET, POST");
  response.setHeader("access-control-max-age", String(ASK_AGAIN_SECONDS));
  response.status(204).end();
};
