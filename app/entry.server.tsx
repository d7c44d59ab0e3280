import { PassThrough } from "node:stream";

import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";

import { registerReactions } from "./events/registered-reactions.server.ts";
import { env } from "./ground/env.server.ts";
import { log } from "./ground/log.server.ts";
import { reactions } from "./reactions.server.ts";
import { Nonce } from "./http/nonce.ts";
import { nonceOf, setPagePolicy } from "./http/security-headers.server.ts";
import { shopOfToken } from "./shopify/staff-token.server.ts";

const GIVE_UP_AFTER_MS = 6_000;
const appBridge = env.APP_BRIDGE_URL ?? "https://cdn.shopify.com/shopifycloud/app-bridge.js";

// What pages do is told to the rest of the app in events.
registerReactions(() => reactions);

/** Renders a document: streamed to people, whole to crawlers. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  const shop = await shopOfToken(request);
  setPagePolicy(headers, request, shop);
  // Asked for at once, not only when the page comes to where it is named.
  if (shop) headers.set("link", `<${appBridge}>; rel="preload"; as="script"`);
  const nonce = nonceOf(request);
  const readyEvent = isbot(request.headers.get("user-agent")) ? "onAllReady" : "onShellReady";

  return new Promise((resolve, reject) => {
    let answeredWith = status;
    const document = (
      <Nonce.Provider value={nonce}>
        <RemixServer context={context} url={request.url} nonce={nonce} />
      </Nonce.Provider>
    );
    const page = renderToPipeableStream(document, {
      nonce,
      [readyEvent]: () => {
        const body = new PassThrough();
        headers.set("Content-Type", "text/html");
        resolve(
          new Response(createReadableStreamFromReadable(body), { headers, status: answeredWith }),
        );
        page.pipe(body);
      },
      onShellError: reject,
      onError: (error) => {
        answeredWith = 500;
        log.error({ err: error }, "A page could not be rendered");
      },
    });
    setTimeout(page.abort, GIVE_UP_AFTER_MS).unref();
  });
}

/** What loaders and actions throw. A request that the browser gave up is not an error of ours, nor an address that is none. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  log.error({ err: error, path: new URL(request.url).pathname }, "A request failed");
}
