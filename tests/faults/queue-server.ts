import { setTimeout as pause } from "node:timers/promises";

import type { Chance } from "#tests/stand-in/generator/chance.ts";
import { hasRedis, startRedis } from "#tests/support/redis.ts";

import { Gate } from "#tests/support/gate.ts";
import type { Machine } from "./machine.ts";

/** Where the queue lives, and what can be done to it. After each of these it is there again. */
export type QueueServer = {
  name: "Redis" | "PostgreSQL";
  /** What a process must be told to find it. */
  env: Record<string, string>;
  attacks: Record<string, (chance: Chance) => Promise<void>>;
  stop(): Promise<void>;
};

/** A Redis where the machine has one; else the queue is in PostgreSQL, as it is without any. */
export async function startQueueServer(machine: Machine): Promise<QueueServer> {
  return hasRedis() ? onRedis() : onPostgres(machine);
}

const awhile = (chance: Chance) => pause(chance.between(100, 3_000));

async function onRedis(): Promise<QueueServer> {
  const redis = await startRedis();
  const gate = await Gate.before(redis.url, "open");
  const through = async (state: "refusing" | "hanging-up" | "silent", chance: Chance) => {
    await gate.be(state);
    await awhile(chance);
    await gate.be("open");
  };
  return {
    name: "Redis",
    env: { REDIS_URL: gate.url },
    attacks: {
      killed: async (chance) => {
        await redis.kill();
        await awhile(chance);
        await redis.start();
      },
      emptied: async () => void (await redis.ask("FLUSHALL")),
      "killed and emptied": async (chance) => {
        await redis.kill();
        await awhile(chance);
        await redis.start();
        await redis.ask("FLUSHALL");
      },
      full: async (chance) => {
        await redis.ask("CONFIG", "SET", "maxmemory", "1");
        await awhile(chance);
        await redis.ask("CONFIG", "SET", "maxmemory", "0");
      },
      "all connections cut": async () => void (await redis.ask("CLIENT", "KILL", "TYPE", "normal")),
      refusing: (chance) => through("refusing", chance),
      "hanging up": (chance) => through("hanging-up", chance),
      silent: (chance) => through("silent", chance),
    },
    stop: async () => {
      await gate.close();
      await redis.stop();
    },
  };
}

function onPostgres({ client }: Machine): QueueServer {
  const tables = async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
       WHERE schemaname = 'queue' AND tablename NOT LIKE '%migration%'`,
    );
    return rows.map(({ name }) => name).join(", ");
  };
  return {
    name: "PostgreSQL",
    env: {},
    attacks: {
      emptied: async () => void (await client.query(`TRUNCATE ${await tables()} CASCADE`)),
      silent: async (chance) => {
        await client.query(`BEGIN; LOCK TABLE ${await tables()} IN ACCESS EXCLUSIVE MODE`);
        await awhile(chance);
        await client.query("COMMIT");
      },
      refusing: async (chance) => {
        await client.query("ALTER SCHEMA queue RENAME TO queue_away");
        await awhile(chance);
        await client.query("ALTER SCHEMA queue_away RENAME TO queue");
      },
    },
    stop: () => Promise.resolve(),
  };
}
