import type pg from "pg";
import pMap from "p-map";

import { newId } from "#app/ground/ids.server.ts";

const OPENED_AT_ONCE = 8;
const ZONES = ["Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "UTC"];

/** The domain of the shop that was installed at this place. */
export function benchDomain(index: number): string {
  return `bench-${index}.myshopify.com`;
}

/**
 * Shops as they are in the middle of a day: a program that was opened and told to Shopify long ago, a history, the hour's and the
 * night's work done. What is measured after it is not their first day. The app must know by now where its database is. Returns
 * their domains.
 */
export async function installShops(client: pg.ClientBase, count: number): Promise<string[]> {
  const shops = Array.from({ length: count }, (_, index) => ({
    id: newId(),
    domain: benchDomain(index),
    timezone: ZONES[index % ZONES.length],
  }));
  await client.query(
    `INSERT INTO shop (id, domain, currency, timezone, installed_at)
     SELECT id, domain, 'GBP', timezone, now()
     FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, domain text, timezone text)`,
    [JSON.stringify(shops)],
  );
  const { inShop } = await import("#app/ground/db.server.ts");
  const { now } = await import("#app/ground/clock.server.ts");
  const { ensureTiers } = await import("#app/loyalty/tiers/ensure-tiers.server.ts");
  const { ensureAchievements } =
    await import("#app/loyalty/achievements/ensure-achievements.server.ts");
  const { createDefaultActions } =
    await import("#app/loyalty/earning/actions/earning-actions.server.ts");
  const { openProgram } = await import("#app/loyalty/program/program.server.ts");
  await pMap(
    shops,
    async ({ id }) => {
      await openProgram(id);
      await createDefaultActions(id);
      await inShop(id, async (tx) => {
        await ensureTiers(tx, now());
        await ensureAchievements(tx, now());
      });
    },
    { concurrency: OPENED_AT_ONCE },
  );
  await client.query("DELETE FROM reaction");

  const { nightlyJobs } = await import("#workers/schedule.ts");
  await client.query(
    `INSERT INTO nightly_run SELECT id, unnest($1::text[]), now() + interval '1 hour' FROM shop`,
    [[...nightlyJobs]],
  );
  await client.query(
    `INSERT INTO backfill (shop_id, id, state, requested_at) SELECT id, gen_random_uuid(), 'done', now() FROM shop`,
  );
  await client.query(
    `INSERT INTO reconciliation (shop_id, reconciled_until, ran_at) SELECT id, now(), now() FROM shop`,
  );
  await client.query(
    "UPDATE turn SET due_at = now() + interval '1 day' WHERE name = 'drop-old-bodies'",
  );
  return shops.map(({ domain }) => domain);
}
