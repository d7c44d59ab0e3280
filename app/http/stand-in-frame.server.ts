import type { RequestHandler } from "express";

const POLICY = "content-security-policy";

/**
 * Lets the local stand-in's admin frame the app. The Shopify library allows Shopify's own admin alone, and tells the
 * browser to fetch App Bridge from Shopify ahead of time; on this machine both are elsewhere.
 */
export function allowStandInFrame(appBridgeUrl: string): RequestHandler {
  const { origin } = new URL(appBridgeUrl);
  return (_request, response, next) => {
    const writeHead = response.writeHead.bind(response);
    response.writeHead = ((...args: Parameters<typeof writeHead>) => {
      const policy = response.getHeader(POLICY);
      if (typeof policy === "string") {
        response.setHeader(POLICY, policy.replace("frame-ancestors", `frame-ancestors ${origin}`));
        response.removeHeader("link");
      }
      return writeHead(...args);
    }) as typeof response.writeHead;
    next();
  };
}
