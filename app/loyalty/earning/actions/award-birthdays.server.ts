import { inShop, type ShopTx } from "#app/ground/db.server.ts";

import { awardEarningAction } from "./award-earning-action.server.ts";
import { birthdayDays } from "./birthday.ts";
import type { EarningAction } from "./earning-action.ts";
import { loadActiveActions } from "./earning-actions.server.ts";

type Celebrated = { customerId: string; at: Date };

/** Nobody has two birthdays within so many days, whatever they say of themselves. */
const LEAST_DAYS_BETWEEN = 330;

/** Whether somebody's birthday is to be paid. */
export function hasBirthdays(shop: { id: string; timezone: string }, now: Date): Promise<boolean> {
  return inShop(shop.id, async (tx) => {
    const ways = (await loadActiveActions(tx, shop.id, [
      "birthday",
    ])) as EarningAction<"birthday">[];
    for (const way of ways) {
      if ((await findCelebrated(tx, shop, way, now, 1)).length > 0) return true;
    }
    return false;
  });
}

/** Pays the birthdays of today, and those of the last days that nobody paid. Doing it again does nothing. */
export async function awardBirthdays(shopId: string, now: Date): Promise<void> {
  const { ways, shop } = await inShop(shopId, async (tx) => ({
    ways: (await loadActiveActions(tx, shopId, ["birthday"])) as EarningAction<"birthday">[],
    shop: await tx.shop.findUniqueOrThrow({ where: { id: shopId } }),
  }));
  for (const way of ways) {
    const celebrated = await inShop(shopId, (tx) => findCelebrated(tx, shop, way, now, null));
    for (const { customerId, at } of celebrated) {
      const action = {
        customerId,
        sourceKey: `customer.${customerId}.${at.toISOString().slice(0, 10)}`,
        points: way.points,
        at,
        source: "app" as const,
      };
      // A frozen account's birthday is found again by the next run, for as long as days are looked back at.
      await inShop(shopId, (tx) => awardEarningAction(tx, shopId, way, action, now));
    }
  }
}

/** Whose birthday it is or was, told early enough, and not paid within the year. */
function findCelebrated(
  tx: ShopTx,
  { id: shopId, timezone }: { id: string; timezone: string },
  { id: wayId, settings }: EarningAction<"birthday">,
  now: Date,
  limit: number | null,
): Promise<Celebrated[]> {
  const days = birthdayDays(timezone, now);
  return tx.$queryRaw<Celebrated[]>`
    SELECT p.customer_id AS "customerId", max(day."startsAt") AS at
    FROM jsonb_to_recordset(${JSON.stringify(days)}::jsonb) AS day(month int, "dayOfMonth" int, "startsAt" timestamptz)
    JOIN loyalty_profile p ON p.shop_id = ${shopId}::uuid AND p.birth_month = day.month AND p.birth_day = day."dayOfMonth"
    JOIN customer c ON c.shop_id = p.shop_id AND c.id = p.customer_id AND c.merged_into_id IS NULL AND c.redacted_at IS NULL
    LEFT JOIN ledger_account account ON account.shop_id = p.shop_id AND account.customer_id = p.customer_id
    WHERE p.birthday_set_at <= day."startsAt" - make_interval(days => ${settings.toldDaysBefore}::int)
      AND day."startsAt" + interval '1 day' > COALESCE(${settings.since}::timestamptz, 'infinity')
      AND account.frozen_at IS NULL
      AND NOT EXISTS (
        SELECT FROM way_award a
        WHERE a.shop_id = p.shop_id AND a.way_id = ${wayId}::uuid AND a.customer_id = p.customer_id
          AND a.at > day."startsAt" - make_interval(days => ${LEAST_DAYS_BETWEEN}::int))
    GROUP BY p.customer_id
    ORDER BY p.customer_id
    LIMIT ${limit}::int`;
}
