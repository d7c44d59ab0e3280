import { db } from "#app/ground/db.server.ts";

/** Which shops have loyalty work due at a moment, as the name of the job that does it. */
export function dueLoyaltyWork(at: Date): Promise<{ shopId: string; job: string }[]> {
  return db.$queryRaw<{ shopId: string; job: string }[]>`
    SELECT shop_id::text AS "shopId", job FROM due_loyalty_work(${at})`;
}
