import { lastNight } from "#app/ground/calendar.ts";
import { db } from "#app/ground/db.server.ts";
import { isShopJob, type ShopJobName } from "#app/jobs.ts";
import { birthdayDays } from "#app/loyalty/earning/actions/birthday.ts";

import { nightlyJobs } from "./schedule.ts";

/**
 * The jobs that shops are due for, of all shops at once, `most` of them drawn by lot: one query, whatever the number of
 * shops. With 10,000 idle ones it takes PostgreSQL 0.3 s of CPU.
 */
export async function dueWork(
  at: Date,
  most: number,
): Promise<{ shopId: string; job: ShopJobName }[]> {
  const zones = await db.$queryRaw<{ timezone: string }[]>`
    SELECT DISTINCT timezone FROM shop WHERE uninstalled_at IS NULL`;
  const calendar = zones.map(({ timezone }) => ({
    timezone,
    nightAt: lastNight(timezone, at),
    birthdays: birthdayDays(timezone, at),
  }));
  const due = await db.$queryRaw<{ shopId: string; job: string }[]>`
    SELECT shop_id::text AS "shopId", job
    FROM (
      SELECT * FROM due_shop_work(${at}, ${[...nightlyJobs]}::text[], ${JSON.stringify(calendar)}::jsonb)
      UNION ALL
      SELECT * FROM due_loyalty_work(${at})
      UNION -- Totals may be due by their night as well.
      SELECT * FROM due_recounts(${at})
      UNION ALL
      SELECT s.id, 'run-bulk' FROM due_bulk_runs() b JOIN shop s ON s.id = b.shop_id AND s.uninstalled_at IS NULL
      UNION ALL
      SELECT id, 'count-orders' FROM shop WHERE uninstalled_at IS NULL AND count_orders_from IS NOT NULL
    ) due
    ORDER BY random() LIMIT ${most}`;
  // The database may know of work that this release cannot do.
  return due.flatMap(({ shopId, job }) => (isShopJob(job) ? { shopId, job } : []));
}
