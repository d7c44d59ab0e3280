import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import { type Giving, receiverOf, type MisplacedGrants } from "./giving.ts";

/**
 * Points given for these referrals that came to somebody else than who is to have them now: they
 * were given while two records were one person. By referral.
 */
export async function findMisplacedGrants(
  tx: ShopTx,
  referrals: readonly Giving[],
): Promise<Map<string, MisplacedGrants>> {
  const gifts = referrals.flatMap((referral) =>
    Object.entries(referral.given).flatMap(([what, gift]) =>
      "key" in gift ? [{ referral, what, key: gift.key }] : [],
    ),
  );
  if (gifts.length === 0) return new Map();
  const entries = await tx.ledgerEntry.findMany({
    where: { shopId: tx.shopId, idempotencyKey: { in: gifts.map(({ key }) => key) } },
    select: { idempotencyKey: true, customerId: true },
  });
  const receivers = entries.map(({ customerId }) => customerId);
  const survivors = await findSurvivors(tx, [...new Set(receivers)]);
  const holders = new Map(
    entries.map(({ idempotencyKey, customerId }) => [idempotencyKey, survivors.get(customerId)]),
  );
  const misplaced = gifts.flatMap(({ referral, what, key }) => {
    const holder = holders.get(key);
    return !holder || holder === receiverOf(referral, what)
      ? []
      : [{ id: referral.id, what, holder }];
  });
  return new Map(
    [...Map.groupBy(misplaced, ({ id }) => id)].map(([id, some]) => [
      id,
      new Map(some.map(({ what, holder }) => [what, holder])),
    ]),
  );
}
