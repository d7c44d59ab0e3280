import { inShop } from "#app/ground/db.server.ts";

/** Notes that a nightly job, begun at this moment, came to its end: this night is over for it. */
export async function noteNightlyRun(shopId: string, job: string, ranAt: Date): Promise<void> {
  await inShop(shopId, (tx) =>
    tx.nightlyRun.upsert({
      where: { shopId_job: { shopId, job } },
      create: { shopId, job, ranAt },
      update: { ranAt },
    }),
  );
}
