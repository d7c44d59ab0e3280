import type { IncomingMessage, ServerResponse } from "node:http";

import { createRequestHandler, type RequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type Express } from "express";

import { allowExtensions } from "./http/cors.server.ts";
import { db } from "./ground/db.server.ts";
import { env } from "./ground/env.server.ts";
import { createReceiver } from "./ingest/receive-deliveries.server.ts";
import { log } from "./ground/log.server.ts";
import { startWatchdog } from "./ground/watchdog.server.ts";
import { createFront } from "./http/front.server.ts";

const LAST_REQUESTS_MS = 10_000;

startWatchdog();

// The web process. Webhooks are answered in front of Remix: they need neither routing nor a session, and they come in storms.
const receiver = createReceiver();
const pages = await createPages();

const server = createFront(answerAtOnce, pages);
server.listen(env.PORT, env.HOST, () => log.info({ port: env.PORT }, "Encore is listening"));

process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());

/** Answers what must not wait for pages. Returns false for those. */
function answerAtOnce(request: IncomingMessage, response: ServerResponse): boolean {
  const [path] = (request.url ?? "/").split("?", 1);
  if (path === "/webhooks" && request.method === "POST") receiver.receive(request, response);
  else if (path === "/healthz") response.writeHead(200).end("alive");
  else if (path === "/readyz") void answerReady(response);
  else return false;
  return true;
}

/** Remix's pages and assets: built ahead in production, by Vite on the fly under `npm run dev`. */
async function createPages(): Promise<Express> {
  const app = express().set("trust proxy", env.TRUSTED_PROXIES);
  app.disable("x-powered-by");
  app.use(compression());
  app.use("/extension", allowExtensions);
  app.all("*", ...(process.env["ENCORE_VITE"] ? await developmentPages() : await builtPages()));
  return app;
}

async function builtPages() {
  const built = new URL("../build/pages/", import.meta.url);
  const build = (await import(new URL("server/index.js", built).href)) as ServerBuild;
  const assets = (folder: string, maxAge: string, immutable: boolean) =>
    express.static(new URL(folder, built).pathname, { maxAge, immutable, index: false });
  const handle: RequestHandler = createRequestHandler({
    build,
    mode: "production",
  });
  const hashed = express.Router().use("/assets", assets("client/assets/", "1y", true));
  return [hashed, assets("client/", "1h", false), handle];
}

async function developmentPages() {
  const { createServer: createVite } = await import("vite");
  const vite = await createVite({ server: { middlewareMode: true } });
  const build = () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>;
  const handle = createRequestHandler({
    build,
    mode: "development",
  });
  return [vite.middlewares, handle];
}

/** Whether requests can be sent here: without its database it lives, but is good for nothing. */
async function answerReady(response: ServerResponse): Promise<void> {
  try {
    await db.$queryRaw`SELECT 1`;
    response.writeHead(200).end("ready");
  } catch {
    response.writeHead(503).end("the database does not answer");
  }
}

/** Takes no new requests, answers those under way, stores what was received, and ends. */
async function stop(): Promise<void> {
  const giveUp = setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS);
  server.closeIdleConnections();
  await new Promise((done) => server.close(done));
  clearTimeout(giveUp);
  await receiver.stop();
  await db.$disconnect();
  process.exit(0);
}
