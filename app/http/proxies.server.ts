import express, { type Express } from "express";

const VISITOR = "x-encore-visitor";

/**
 * An express that knows how many proxies stand before it, and writes the address that the outermost of them saw into each
 * request. What came through fewer is not to be believed: whoever asks can write any address into the headers, and each proxy
 * adds to what it gets.
 */
export function behindProxies(trusted: number): Express {
  return express()
    .set("trust proxy", trusted)
    .use((request, _response, next) => {
      request.headers[VISITOR] = request.ip ?? "";
      next();
    });
}

/** Where the visitor is; null where that is not known. */
export function visitorAddress(request: Request): string | null {
  return request.headers.get(VISITOR) || null;
}
