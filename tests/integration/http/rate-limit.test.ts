import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";

import { db } from "#app/ground/db.server.ts";
import { env } from "#app/ground/env.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { rateLimit } from "#app/http/rate-limit.server.ts";

afterEach(() => {
  vi.useRealTimers();
});

const slow = { points: 1, seconds: 600, burst: 6 };

test("two processes share one limit: a burst goes through, then nobody, and keys do not hold each other up", async () => {
  const name = newId();
  const [one, other] = [rateLimit(name, slow), rateLimit(name, slow)];
  const waits: number[] = [];
  for (const ask of [one, other, one, other, one, other]) waits.push(await ask("ann"));

  expect(waits).toEqual([0, 0, 0, 0, 0, 0]);
  for (const ask of [one, other]) {
    const wait = await ask("ann");
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(600);
  }
  expect(await one("bob")).toBe(0);
});

test("many at once from two processes are as many as may", async () => {
  const name = newId();
  const [one, other] = [rateLimit(name, slow), rateLimit(name, slow)];
  const asked = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : other)("ann"));

  expect((await Promise.all(asked)).filter((wait) => wait === 0)).toHaveLength(6);
});

test("after a burst so many pass in each time", async () => {
  const limit = rateLimit(newId(), { points: 2, seconds: 1, burst: 3 });
  vi.useFakeTimers({ toFake: ["Date"] });
  const ask = async (times: number) => {
    const waits: number[] = [];
    for (let time = 0; time < times; time++) waits.push(await limit("ann"));
    return waits;
  };

  expect(await ask(4)).toEqual([0, 0, 0, 1]);
  vi.advanceTimersByTime(1_001);
  expect(await ask(3)).toEqual([0, 0, 1]);
});

test("no key can be read in what is stored", async () => {
  const name = newId();
  await rateLimit(name, slow)("203.0.113.7");

  const [row] = await db.rateLimit.findMany({ where: { key: { startsWith: name } } });
  expect(row?.points).toBe(1);
  expect(row?.key).not.toContain("203.0.113.7");
});

test("what is over is deleted an hour later, by the app's own role", async () => {
  const stale = { key: newId(), points: 1, expire: BigInt(Date.now() - 3_700_000) };
  const fresh = { key: newId(), points: 1, expire: BigInt(Date.now()) };
  await db.rateLimit.createMany({ data: [stale, fresh] });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  rateLimit(newId(), slow);
  vi.advanceTimersByTime(300_000);
  vi.useRealTimers();

  const keys = { in: [stale.key, fresh.key] };
  await vi.waitFor(async () => {
    expect(await db.rateLimit.findMany({ where: { key: keys } })).toEqual([fresh]);
  });
});

test("while the database does not answer, each process counts for itself", async () => {
  const limit = rateLimit(newId(), slow);
  await asOwner("REVOKE INSERT ON rate_limit FROM encore_app");
  try {
    const waits: number[] = [];
    for (let time = 0; time < 7; time++) waits.push(await limit("ann"));
    expect(waits.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(waits[6]).toBeGreaterThan(0);
  } finally {
    await asOwner("GRANT INSERT ON rate_limit TO encore_app");
  }
});

async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: env.DATABASE_URL });
  await client.connect();
  await client.query(sql);
  await client.end();
}
