import type { Plan } from "../store/documents.ts";

/** Points that come back each second, by plan. */
const RESTORE_RATE: Record<Plan, number> = { basic: 100, grow: 100, advanced: 200, plus: 1000 };
/** The bucket holds twenty seconds' worth. */
const BUCKET_SECONDS = 20;

export const MAX_QUERY_COST = 1000;

export type ThrottleStatus = {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
};

export type Throttle = {
  /** Takes points of a shop's bucket by real time; false leaves it untouched. */
  take: (shopId: string, plan: Plan, points: number) => boolean;
  /** Gives back what was asked for but not used. */
  giveBack: (shopId: string, plan: Plan, points: number) => void;
  status: (shopId: string, plan: Plan) => ThrottleStatus;
};

/** A leaky bucket for each shop. */
export function openThrottle(nowMs: () => number = Date.now): Throttle {
  const buckets = new Map<string, { available: number; at: number }>();

  function refill(shopId: string, plan: Plan) {
    const restoreRate = RESTORE_RATE[plan];
    const maximum = restoreRate * BUCKET_SECONDS;
    const now = nowMs();
    const bucket = buckets.get(shopId) ?? { available: maximum, at: now };
    bucket.available = Math.min(
      maximum,
      bucket.available + ((now - bucket.at) / 1000) * restoreRate,
    );
    bucket.at = now;
    buckets.set(shopId, bucket);
    return { bucket, maximum, restoreRate };
  }

  return {
    take(shopId, plan, points) {
      const { bucket } = refill(shopId, plan);
      if (bucket.available < points) return false;
      bucket.available -= points;
      return true;
    },
    giveBack(shopId, plan, points) {
      const { bucket, maximum } = refill(shopId, plan);
      bucket.available = Math.min(maximum, bucket.available + points);
    },
    status(shopId, plan) {
      const { bucket, maximum, restoreRate } = refill(shopId, plan);
      return {
        maximumAvailable: maximum,
        currentlyAvailable: Math.floor(bucket.available),
        restoreRate,
      };
    },
  };
}
