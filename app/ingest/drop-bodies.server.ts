import { DAY_MS } from "#app/ground/calendar.ts";
import { db } from "#app/ground/db.server.ts";

const ROWS_AT_ONCE = 5_000;

/**
 * Drops the content of every finished delivery of a shop. Bodies are sealed and not searchable by person, so when one
 * person is to be forgotten all of them go; the facts taken from them stay. Deliveries still to be done keep theirs.
 */
export async function dropBodies(shopDomain: string): Promise<void> {
  await db.$executeRaw`
    UPDATE delivery SET body = NULL WHERE shop_domain = ${shopDomain} AND state <> 'received' AND body IS NOT NULL`;
}

/** Deletes deliveries that were finished longer ago than the retention. Returns how many. */
export async function deleteOldDeliveries(retentionDays: number, now: Date): Promise<number> {
  const before = new Date(now.getTime() - retentionDays * DAY_MS);
  for (let deleted = 0; ;) {
    const count = await db.$executeRaw`
      DELETE FROM delivery WHERE id IN (
        SELECT id FROM delivery WHERE finished_at < ${before} AND state <> 'received' ORDER BY finished_at LIMIT ${ROWS_AT_ONCE})`;
    deleted += count;
    if (count < ROWS_AT_ONCE) return deleted;
  }
}
