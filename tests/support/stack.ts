import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import pg from "pg";

import { migrate } from "#prisma/migrate.ts";

import { buildApp } from "./build-app.ts";
import type { Child } from "./child.ts";
import { demoEnvironment } from "./env.ts";
import { freePort, ownedDatabase, type RunningPostgres, startPostgres } from "./postgres.ts";
import {
  DEMO_HANDLE,
  type StandInWishes,
  startAppProcess,
  startStandInProcess,
} from "./stack-processes.ts";
import { untilAnswers } from "./wait.ts";

const DATABASE = "encore";

/** What another program needs to know to talk to a running Encore: the form of `.encore/running.json`. */
export type Running = {
  app: { url: string; port: number };
  admin: { url: string };
  storefront: { url: string };
  standIn: { url: string; port: number };
  shop: { domain: string; handle: string };
  apiKey: string;
  apiSecret: string;
  /** An operator's connection, which sees every shop. The app's own login is no superuser. */
  databaseUrl: string;
  pids: { launcher: number; postgres: number | null; standIn: number; web: number; worker: number };
};

export type StackOptions = StandInWishes & {
  /** Where data and logs are kept. */
  directory: string;
  ports?: { app: number; standIn: number };
  postgresSettings?: Record<string, string>;
  /** A database that is up to date, on a server that somebody else runs. */
  databaseUrl?: string;
  onProgress?: (line: string) => void;
};

export type Stack = {
  running: Running;
  /** Settles with the first process that ended by itself, if one does. */
  broken: Promise<Child>;
  /** A connection to the app's database that sees every shop. Close it when done. */
  connect(): Promise<pg.Client>;
  stop(): Promise<void>;
};

/** Starts PostgreSQL, the stand-in Shopify, the web process and a worker, and waits until each answers. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const directory = resolve(options.directory);
  const say = options.onProgress ?? (() => undefined);
  const stops: (() => Promise<void>)[] = [];
  let stopping = false;
  const stop = async () => {
    stopping = true;
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  mkdirSync(directory, { recursive: true });

  try {
    const app = options.ports?.app ?? (await freePort());
    const standInPort = options.ports?.standIn ?? (await freePort());
    const urls = { app: `http://127.0.0.1:${app}`, standIn: `http://127.0.0.1:${standInPort}` };
    const places = {
      directory,
      clockFile: join(directory, "clock.json"),
      app: { url: urls.app, port: app },
      standInPort,
    };

    say("Building the app …");
    say(
      options.store
        ? `Loading the shop from ${options.store} …`
        : "Opening a shop with customers and a history …",
    );
    const standIn = startStandInProcess(places, options);
    stops.push(standIn.stop);
    const prepareDatabase = async () => {
      const { databaseUrl: given } = options;
      if (given) return { appsUrl: given, databaseUrl: given, postgres: null };
      const postgres = process.env["DATABASE_URL"]
        ? null
        : await startDatabase(directory, options, say);
      if (postgres) stops.push(postgres.stop);
      const appsUrl =
        process.env["DATABASE_URL"] ?? (await ownedDatabase(postgres as RunningPostgres, DATABASE));
      say("Bringing the database up to date …");
      await migrate(appsUrl);
      return { appsUrl, databaseUrl: postgres?.databaseUrl(DATABASE) ?? appsUrl, postgres };
    };
    // Beside each other: each takes some seconds of one core.
    const [{ appsUrl, databaseUrl, postgres }] = await allOf(
      prepareDatabase(),
      buildApp(),
      untilAnswers(`${urls.standIn}/clock`, standIn, 180_000),
    );

    const web = startAppProcess("web", places, appsUrl);
    const worker = startAppProcess("worker", places, appsUrl);
    stops.push(async () => {
      const written = postgres && checkpoint(databaseUrl);
      await allOf(web.stop(), worker.stop());
      await written;
    });
    await untilAnswers(`${urls.app}/readyz`, web, 60_000);

    const children = [standIn, web, worker];
    return {
      running: {
        app: { url: urls.app, port: app },
        admin: { url: `${urls.standIn}/admin/store/${DEMO_HANDLE}/apps/encore` },
        storefront: { url: `${urls.standIn}/storefront/${DEMO_HANDLE}` },
        standIn: { url: urls.standIn, port: standInPort },
        shop: { domain: `${DEMO_HANDLE}.myshopify.com`, handle: DEMO_HANDLE },
        apiKey: demoEnvironment.SHOPIFY_API_KEY,
        apiSecret: demoEnvironment.SHOPIFY_API_SECRET,
        databaseUrl,
        pids: {
          launcher: process.pid,
          postgres: postgres?.pid ?? null,
          standIn: standIn.pid,
          web: web.pid,
          worker: worker.pid,
        },
      },
      broken: new Promise((done) => {
        for (const child of children) void child.ended.then(() => !stopping && done(child));
      }),
      connect: async () => {
        const client = new pg.Client({ connectionString: databaseUrl });
        // The server may stop first: the next query says so.
        client.on("error", () => undefined);
        await client.connect();
        return client;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Like Promise.all, but a failure waits for the others: what they have started has to be known to be stopped. */
export async function allOf<Results extends unknown[]>(
  ...work: { [Place in keyof Results]: Promise<Results[Place]> }
): Promise<Results> {
  await Promise.allSettled(work);
  return (await Promise.all(work)) as Results;
}

/** Has PostgreSQL write what it would write when it stops: 2 s in the midst of an import, in which others stop, too. */
async function checkpoint(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    await client.query("CHECKPOINT");
  } catch {
    // A server that is gone has nothing to write.
  } finally {
    await client.end();
  }
}

function startDatabase(
  directory: string,
  options: StackOptions,
  say: (line: string) => void,
): Promise<RunningPostgres> {
  say("Starting PostgreSQL …");
  return startPostgres({
    directory: join(directory, "postgres"),
    settings: options.postgresSettings ?? {},
  });
}
