import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { inShop } from "#app/ground/db.server.ts";

import { awardEarningAction } from "./award-earning-action.server.ts";
import { isBirthday } from "./birthday.ts";
import { loadActiveActions } from "./earning-actions.server.ts";

/** What a member tells the program about themselves; what is missing stays as it was. */
export type ProfileChanges = {
  /** null takes it away. */
  birthday?: { month: number; day: number } | null;
  leaderboard?: boolean;
};

export type ProfileOutcome =
  | { outcome: "saved"; points: bigint }
  | { outcome: "refused"; reason: "no_such_day" | "no_such_customer" };

/**
 * Keeps what a member tells. Whoever tells their birthday has completed their profile, which is
 * paid once where the shop has switched that on. A birthday that is told again as it was keeps the
 * day on which it was first told.
 */
export function saveProfile(
  shopId: string,
  customerId: string,
  changes: ProfileChanges,
  at: Date,
): Promise<ProfileOutcome> {
  return inShop(shopId, async (tx): Promise<ProfileOutcome> => {
    if (changes.birthday && !isBirthday(changes.birthday))
      return { outcome: "refused", reason: "no_such_day" };
    const owner = (await findSurvivors(tx, [customerId])).get(customerId);
    if (!owner) return { outcome: "refused", reason: "no_such_customer" };

    const where = { shopId_customerId: { shopId, customerId: owner } };
    const before = await tx.loyaltyProfile.findUnique({ where });
    const { birthday } = changes;
    const isSame =
      birthday !== undefined &&
      (birthday?.month ?? null) === (before?.birthMonth ?? null) &&
      (birthday?.day ?? null) === (before?.birthDay ?? null);
    const data = {
      ...(birthday !== undefined &&
        !isSame && {
          birthMonth: birthday?.month ?? null,
          birthDay: birthday?.day ?? null,
          birthdaySetAt: birthday ? at : null,
          birthdayFrom: owner,
        }),
      ...(changes.leaderboard !== undefined && {
        leaderboard: changes.leaderboard,
        leaderboardFrom: owner,
      }),
    };
    await tx.loyaltyProfile.upsert({
      where,
      create: { shopId, customerId: owner, ...data },
      update: data,
    });
    if (!birthday) return { outcome: "saved", points: 0n };

    let points = 0n;
    for (const earningAction of await loadActiveActions(tx, ["profile"])) {
      const paid = await awardEarningAction(tx, earningAction, { customerId: owner, at }, at);
      if (paid.outcome === "earned") points += paid.points;
    }
    return { outcome: "saved", points };
  });
}
