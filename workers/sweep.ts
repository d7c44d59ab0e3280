import pMap from "p-map";

import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import { wake } from "#app/ground/queues.server.ts";
import { isShopJob } from "#app/jobs.ts";
import { hasBirthdays } from "#app/loyalty/earning/actions/award-birthdays.server.ts";
import { dueLoyaltyWork } from "#app/loyalty/ledger/due/due-loyalty-work.server.ts";

import { dueWork } from "./due-work.ts";

const SHOPS_AT_ONCE = 4;

let bodiesDroppedAt = 0;

/** Asks for the work that shops are due for. Asking again for what waits or runs already adds nothing. */
export async function sweep(): Promise<void> {
  const at = now();
  const shops = await db.shop.findMany({
    where: { uninstalledAt: null },
    select: { id: true, timezone: true },
  });
  await pMap(
    shops,
    async (shop) => {
      for (const job of await dueWork(shop, at)) await wake(job, { shopId: shop.id });
      if (await hasBirthdays(shop, at)) await wake("award-birthdays", { shopId: shop.id });
    },
    { concurrency: SHOPS_AT_ONCE },
  );
  for (const { shopId, job } of await dueLoyaltyWork(at))
    // The database may know of work that this release cannot do.
    if (isShopJob(job)) await wake(job, { shopId });
  if (at.getTime() - bodiesDroppedAt < DAY_MS) return;
  bodiesDroppedAt = at.getTime();
  await wake("drop-old-bodies", {});
}
