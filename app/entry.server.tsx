import { PassThrough } from "node:stream";

import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";

import { registerReactions } from "./events/registered-reactions.server.ts";
import { log } from "./ground/log.server.ts";
import { reactions } from "./reactions.server.ts";
import { addDocumentResponseHeaders } from "./shopify/authenticate.server.ts";

const GIVE_UP_AFTER_MS = 6_000;

// What pages do is told to the rest of the app in events.
registerReactions(() => reactions);

/** Renders a document: streamed to people, whole to crawlers. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  addDocumentResponseHeaders(request, headers);
  const readyEvent = isbot(request.headers.get("user-agent")) ? "onAllReady" : "onShellReady";

  return new Promise((resolve, reject) => {
    let answeredWith = status;
    const page = renderToPipeableStream(<RemixServer context={context} url={request.url} />, {
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

/** What loaders and actions throw. A request that the browser gave up is not an error of ours. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return;
  log.error({ err: error, path: new URL(request.url).pathname }, "A request failed");
}
