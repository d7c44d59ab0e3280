import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { type Child, startChild } from "./child.ts";
import { startCompiled } from "./compiled-process.ts";
import { demoEnvironment } from "./env.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const DEMO_HANDLE = "encore-demo";

/** Where the processes of one stack find each other and keep what is theirs. */
type Places = {
  directory: string;
  clockFile: string;
  app: { url: string; port: number };
  standInPort: number;
};

export type StandInWishes = {
  /** A file of orders for the demo shop; without it a shop is made up. */
  store?: string | undefined;
  customers?: number | undefined;
  seed?: number | undefined;
  /** How fast the stand-in retries webhooks: 1 is as Shopify does. */
  timeScale?: number;
};

export function startStandInProcess(places: Places, wishes: StandInWishes): Child {
  return startChild({
    name: "stand-in",
    cwd: root,
    logFile: logOf(places, "stand-in"),
    env: { NODE_ENV: "development" },
    args: ["--import", "tsx", "tests/stand-in/main.ts", ...standInArguments(places, wishes)],
  });
}

/** The web process or a worker as production runs it, but that its calls to Shopify reach the stand-in. */
export function startAppProcess(
  name: "web" | "worker",
  places: Places,
  databaseUrl: string,
): Child {
  const { clockFile, app, standInPort } = places;
  return startCompiled(name, {
    logFile: logOf(places, name),
    env: {
      DATABASE_URL: databaseUrl,
      ENCORE_CLOCK_FILE: clockFile,
      PORT: String(app.port),
      SHOPIFY_APP_URL: app.url,
      LOG_LEVEL: process.env["LOG_LEVEL"] ?? "info",
      APP_BRIDGE_URL: `http://127.0.0.1:${standInPort}/app-bridge.js`,
    },
    standInPort,
  });
}

function logOf({ directory }: Places, name: string): string {
  return join(directory, "logs", `${name}.log`);
}

function standInArguments(
  { directory, clockFile, app, standInPort }: Places,
  wishes: StandInWishes,
): string[] {
  const values: Record<string, string | number | undefined> = {
    port: standInPort,
    data: join(directory, "stand-in"),
    "app-url": app.url,
    "api-key": demoEnvironment.SHOPIFY_API_KEY,
    "api-secret": demoEnvironment.SHOPIFY_API_SECRET,
    toml: join(root, "shopify.app.toml"),
    "clock-file": clockFile,
    shop: `${DEMO_HANDLE}.myshopify.com`,
    store: wishes.store && resolve(wishes.store),
    customers: wishes.customers,
    seed: wishes.seed,
    "time-scale": wishes.timeScale,
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
}
