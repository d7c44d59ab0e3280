import type { ShopJobName } from "#app/jobs.ts";

/** Nothing depends on a wake-up arriving: what is due is looked for this often in any case, by each worker. */
export const LOOK_EVERY_MS = 1_000;

/** How often all shops are asked what they are due for, by one of the workers, however many there are. */
export const SWEEP_EVERY_MS = 15_000;

/**
 * The most jobs that one sweep asks for, drawn by lot. When night comes to 10,000 shops of one zone at once, 50,000 jobs
 * are due: what has been done by the next sweep is not asked for again, and a shop whose jobs fail is in nobody's way.
 */
export const MOST_JOBS_A_SWEEP = 2_000;

/** A worker that dies while it sweeps holds the others up for this long. */
export const SWEEP_LEASE_MS = 60_000;

/** How often what is kept for a time only is looked through. */
export const DROP_OLD_BODIES_EVERY_MS = 24 * 3600_000;

/**
 * What each shop's night, at three by its own clock, calls for once; not while its history is imported and that past
 * is worked on: the first night would count some of its points, and tell the world what people reached years ago. A
 * shop without a night so far is due at once. What is due by its own date (points, rewards, tiers, webhooks, birthdays, imports, the
 * hourly comparison of orders) is found by `due_shop_work` and `due_loyalty_work` in the database.
 */
export const nightlyJobs = [
  "compare-days",
  "score-customers",
  "measure-liability",
  "warn-of-expiry",
  "audit-ledger",
  "advance-achievements",
] as const satisfies ShopJobName[];

export type NightlyJob = (typeof nightlyJobs)[number];
