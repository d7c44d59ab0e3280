import { inShop, type ShopTx } from "#app/ground/db.server.ts";

import { awardEarningAction } from "./award-earning-action.server.ts";
import { birthdayDays } from "./birthday.ts";
import type { EarningAction } from "./earning-action.ts";
import { loadActiveActions } from "./earning-actions.server.ts";

type Celebrated = { customerId: string; at: Date };

/** Pays the birthdays of today, and those of the last days that nobody paid. Doing it again does nothing. */
export async function awardBirthdays(shopId: string, now: Date): Promise<void> {
  const { earningActions, shop } = await inShop(shopId, async (tx) => ({
    earningActions: (await loadActiveActions(tx, ["birthday"])) as EarningAction<"birthday">[],
    shop: await tx.shop.findUniqueOrThrow({ where: { id: shopId } }),
  }));
  for (const earningAction of earningActions) {
    const celebrated = await inShop(shopId, (tx) => findCelebrated(tx, shop, earningAction, now));
    for (const { customerId, at } of celebrated) {
      const sourceKey = `customer.${customerId}.${at.toISOString().slice(0, 10)}`;
      const action = { customerId, sourceKey, at };
      // A frozen account's birthday is found again by the next run, for as long as days are looked
      // back at.
      await inShop(shopId, (tx) => awardEarningAction(tx, earningAction, action, now));
    }
  }
}

/** Whose birthday it is or was, told early enough, and not paid within the year. The sweeper asks the same of all shops. */
function findCelebrated(
  tx: ShopTx,
  { id: shopId, timezone }: { id: string; timezone: string },
  { id: actionId, settings }: EarningAction<"birthday">,
  now: Date,
): Promise<Celebrated[]> {
  const days = birthdayDays(timezone, now);
  return tx.$queryRaw<Celebrated[]>`
    SELECT customer_id AS "customerId", at
    FROM unpaid_birthdays(${shopId}::uuid, ${actionId}::uuid, ${JSON.stringify(settings)}::jsonb, ${JSON.stringify(days)}::jsonb)
    ORDER BY customer_id`;
}
