import { inShop } from "#app/ground/db.server.ts";
import { lastNight } from "#app/ground/calendar.ts";

const HOUR_MS = 3600_000;

export type ShopJob =
  | "import-history"
  | "reconcile-orders"
  | "score-customers"
  | "measure-liability"
  | "import-points"
  | "simulate-rule"
  | "check-ledger"
  | "read-collections";

type Standing = {
  importing: boolean;
  imported: boolean;
  reconciledAt: Date | null;
  scoredAt: Date | null;
  measuredAt: Date | null;
  checkedAt: Date | null;
  movingPoints: boolean;
  simulating: boolean;
  collectionsReadAt: Date | null;
};

/** The jobs that a shop is due for: imports that are not over, the hourly comparison with Shopify, the nightly scores and what it owes. */
export async function dueWork(
  shop: { id: string; timezone: string },
  now: Date,
): Promise<ShopJob[]> {
  const [standing] = await inShop(
    shop.id,
    (tx) => tx.$queryRaw<Standing[]>`
    SELECT
      EXISTS (SELECT 1 FROM backfill WHERE shop_id = ${shop.id}::uuid AND state IN ('queued', 'exporting', 'importing')) AS importing,
      EXISTS (SELECT 1 FROM backfill WHERE shop_id = ${shop.id}::uuid AND state = 'done') AS imported,
      (SELECT ran_at FROM reconciliation WHERE shop_id = ${shop.id}::uuid) AS "reconciledAt",
      (SELECT max(at) FROM segment_run WHERE shop_id = ${shop.id}::uuid) AS "scoredAt",
      (SELECT max(at) FROM liability_snapshot WHERE shop_id = ${shop.id}::uuid) AS "measuredAt",
      (SELECT max(at) FROM ledger_check WHERE shop_id = ${shop.id}::uuid) AS "checkedAt",
      EXISTS (SELECT 1 FROM points_import WHERE shop_id = ${shop.id}::uuid AND state IN ('applying', 'reversing')) AS "movingPoints",
      EXISTS (SELECT 1 FROM simulation WHERE shop_id = ${shop.id}::uuid AND state = 'running') AS simulating,
      (SELECT min(read_at) FROM collection WHERE shop_id = ${shop.id}::uuid) AS "collectionsReadAt"`,
  );
  if (!standing) return [];

  const { importing, imported, reconciledAt, scoredAt, measuredAt, checkedAt, movingPoints } =
    standing;
  const jobs: ShopJob[] = [];
  if (importing) jobs.push("import-history");
  if (imported && (!reconciledAt || now.getTime() - reconciledAt.getTime() >= HOUR_MS))
    jobs.push("reconcile-orders");
  if (!importing && (!scoredAt || scoredAt < lastNight(shop.timezone, now)))
    jobs.push("score-customers");
  if (!importing && (!measuredAt || measuredAt < lastNight(shop.timezone, now)))
    jobs.push("measure-liability");
  if (!importing && (!checkedAt || checkedAt < lastNight(shop.timezone, now)))
    jobs.push("check-ledger");
  if (movingPoints) jobs.push("import-points");
  if (standing.simulating) jobs.push("simulate-rule");
  const { collectionsReadAt } = standing;
  if (collectionsReadAt && collectionsReadAt < lastNight(shop.timezone, now))
    jobs.push("read-collections");
  return jobs;
}
