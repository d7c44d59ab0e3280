import type { ShopTx } from "#app/ground/db.server.ts";

import type { Move, Unmerge } from "./transfer-rows.server.ts";

/**
 * What a merged record told the program, the one that stays has told as well, as far as it said
 * nothing about it itself. The merged record keeps what it told, for the day on which the two are
 * parted. May run twice.
 */
export async function transferProfile(tx: ShopTx, { fromId, toId }: Move): Promise<void> {
  const { shopId } = tx;
  const told = await tx.loyaltyProfile.findUnique({
    where: { shopId_customerId: { shopId, customerId: fromId } },
  });
  if (!told) return;
  const own = { shopId, customerId: toId };
  await tx.loyaltyProfile.createMany({ data: own, skipDuplicates: true });
  const { birthMonth, birthDay, birthdaySetAt } = told;
  if (birthMonth !== null)
    await tx.loyaltyProfile.updateMany({
      where: { ...own, birthMonth: null, birthdayFrom: null },
      data: { birthMonth, birthDay, birthdaySetAt, birthdayFrom: told.birthdayFrom ?? fromId },
    });
  if (told.leaderboard)
    await tx.loyaltyProfile.updateMany({
      where: { ...own, leaderboard: false, leaderboardFrom: null },
      data: { leaderboard: true, leaderboardFrom: told.leaderboardFrom ?? fromId },
    });
  if (told.verifiedAt !== null)
    await tx.loyaltyProfile.updateMany({
      where: { ...own, verifiedAt: null },
      data: { verifiedAt: told.verifiedAt, verifiedFrom: told.verifiedFrom ?? fromId },
    });
}

/** What one record was taken to have said because others had is said by them alone again. `holders` are it and its own. */
export async function returnProfile(
  tx: ShopTx,
  { ids }: Pick<Unmerge, "ids">,
  holders: readonly string[],
): Promise<void> {
  const theirs = { shopId: tx.shopId, customerId: { in: [...holders] } };
  const from = { in: [...ids] };
  const unsaid = { birthMonth: null, birthDay: null, birthdaySetAt: null, birthdayFrom: null };
  await tx.loyaltyProfile.updateMany({ where: { ...theirs, birthdayFrom: from }, data: unsaid });
  await tx.loyaltyProfile.updateMany({
    where: { ...theirs, leaderboardFrom: from },
    data: { leaderboard: false, leaderboardFrom: null },
  });
  await tx.loyaltyProfile.updateMany({
    where: { ...theirs, verifiedFrom: from },
    data: { verifiedAt: null, verifiedFrom: null },
  });
}
