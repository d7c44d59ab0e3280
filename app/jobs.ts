import { z } from "zod";

const nothing = z.object({}).strict();
const ofShop = z.object({ shopId: z.uuid() }).strict();

/**
 * Every background job. A wake-up says only that there is something to do: what, is in PostgreSQL. Work is a job in
 * itself, tried again as a whole. No personal data travels in a payload.
 */
export const jobs = {
  "drain-deliveries": { queue: "wake", payload: nothing, attempts: 1 },
  "drain-reactions": { queue: "wake", payload: nothing, attempts: 1 },
  "import-history": { queue: "work", payload: ofShop, attempts: 10 },
  "reconcile-orders": { queue: "work", payload: ofShop, attempts: 3 },
  "compare-days": { queue: "work", payload: ofShop, attempts: 3 },
  "count-orders": { queue: "work", payload: ofShop, attempts: 3 },
  "score-customers": { queue: "work", payload: ofShop, attempts: 3 },
  "measure-liability": { queue: "work", payload: ofShop, attempts: 3 },
  "import-points": { queue: "work", payload: ofShop, attempts: 25 },
  "run-bulk": { queue: "work", payload: ofShop, attempts: 25 },
  "run-program": { queue: "work", payload: ofShop, attempts: 25 },
  "send-webhooks": { queue: "work", payload: ofShop, attempts: 3 },
  "warn-of-expiry": { queue: "work", payload: ofShop, attempts: 3 },
  "audit-ledger": { queue: "work", payload: ofShop, attempts: 3 },
  "advance-achievements": { queue: "work", payload: ofShop, attempts: 3 },
  "date-lots": { queue: "work", payload: ofShop, attempts: 3 },
  "release-points": { queue: "work", payload: ofShop, attempts: 3 },
  "read-collections": { queue: "work", payload: ofShop, attempts: 3 },
  "award-birthdays": { queue: "work", payload: ofShop, attempts: 3 },
  "lapse-rewards": { queue: "work", payload: ofShop, attempts: 3 },
  "publish-tiers": { queue: "work", payload: ofShop, attempts: 10 },
  "review-tiers": { queue: "work", payload: ofShop, attempts: 3 },
  "expire-points": { queue: "work", payload: ofShop, attempts: 3 },
  "settle-referrals": { queue: "work", payload: ofShop, attempts: 3 },
  "simulate-rule": { queue: "work", payload: ofShop, attempts: 5 },
  "drop-old-bodies": { queue: "work", payload: nothing, attempts: 3 },
} as const satisfies Record<
  string,
  { queue: "wake" | "work"; payload: z.ZodType; attempts: number }
>;

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobs)[Name]["payload"]>;
/** The jobs that are done for one shop. */
export type ShopJobName = {
  [Name in JobName]: JobPayload<Name> extends { shopId: string } ? Name : never;
}[JobName];
export type QueueName = (typeof jobs)[JobName]["queue"];

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name);
}

export function isShopJob(name: string): name is ShopJobName {
  return isJobName(name) && jobs[name].payload === ofShop;
}

/** What makes two jobs the same: while one waits, asking again adds nothing; while one runs, it runs once more after. */
export function jobKey<Name extends JobName>(name: Name, payload: JobPayload<Name>): string {
  return "shopId" in payload ? `${name}.${payload.shopId}` : name;
}
