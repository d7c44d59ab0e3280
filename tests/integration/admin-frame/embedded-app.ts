import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";

import { build } from "esbuild";

export type EmbeddedApp = {
  url: string;
  /** Where its pages load App Bridge from. */
  setAppBridgeUrl: (url: string) => void;
  /** The tokens that its data was asked with, in order. */
  tokens: string[];
  /** How many of the next requests for data are refused as the Shopify library refuses a stale token. */
  refuse: (requests: number) => void;
  close: () => Promise<void>;
};

/** An app without anything of Encore's: documents behind a session token, a bounce page, and data behind a Bearer. */
export async function startEmbeddedApp(): Promise<EmbeddedApp> {
  const script = await pageScript();
  const state = { appBridgeUrl: "", refusals: 0, tokens: [] as string[] };
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    setAppBridgeUrl: (appBridgeUrl) => void (state.appBridgeUrl = appBridgeUrl),
    tokens: state.tokens,
    refuse: (requests) => void (state.refusals = requests),
    close: () => new Promise((done) => server.close(() => done())),
  };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    if (pathname === "/page.js") return send(response, "text/javascript", script);
    if (pathname === "/data") return data(request, response);
    if (pathname === "/auth/session-token") return send(response, "text/html", bridge());
    if (!searchParams.has("id_token")) {
      const reload = encodeURIComponent(`${url}${pathname}?${searchParams.toString()}`);
      const query = `${searchParams.toString()}&shopify-reload=${reload}`;
      response.writeHead(302, { location: `/auth/session-token?${query}` }).end();
      return;
    }
    send(response, "text/html", document());
  }

  function data(request: IncomingMessage, response: ServerResponse): void {
    state.tokens.push((request.headers.authorization ?? "").replace("Bearer ", ""));
    if (state.refusals-- > 0) {
      response.writeHead(401, { "X-Shopify-Retry-Invalid-Session-Request": "1" }).end();
      return;
    }
    send(response, "text/plain", "loaded");
  }

  function bridge(): string {
    return `<script data-api-key="key" src="${state.appBridgeUrl}"></script>`;
  }

  function document(): string {
    return `<!doctype html><html lang="en"><head><title>App</title></head><body>${bridge()}
      <div id="root"></div><script src="/page.js"></script></body></html>`;
  }
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body);
}

async function pageScript(): Promise<string> {
  const result = await build({
    entryPoints: [resolve(import.meta.dirname, "embedded-page.tsx")],
    bundle: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  return result.outputFiles[0]?.text ?? "";
}
