import { audit } from "#app/audit/audit.server.ts";
import { inShop } from "#app/ground/db.server.ts";

import { lockProgram } from "../program/program.server.ts";
import type { Saver } from "../program/program.ts";

/** What the shop says of the worth of its points. */
export type PointWorth = {
  /** So many points are worth `valueMinor`. */
  valuePoints: number;
  valueMinor: bigint;
  /** The share that is expected to be redeemed, hundredths of a per cent; null takes what was seen. */
  redemptionRateBps: number | null;
};

/** What is stored of it: null of what the shop has not said. */
export type StoredWorth = Omit<PointWorth, "valueMinor"> & { valueMinor: bigint | null };

/**
 * Changes what the report reckons with. Points and orders stay as they are. Returns the worth, or
 * null when it is no longer as it was `seen`.
 */
export function savePointWorth(
  shopId: string,
  worth: PointWorth,
  at: Date,
  { actor = "encore", seen = () => true }: Saver<StoredWorth> = {},
): Promise<PointWorth | null> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, at);
    const { valuePoints, valueMinor, redemptionRateBps } =
      await tx.loyaltyProgram.findUniqueOrThrow({ where: { shopId } });
    const before = { valuePoints, valueMinor, redemptionRateBps };
    if (!seen(before)) return null;

    await tx.loyaltyProgram.update({ where: { shopId }, data: { ...worth, updatedAt: at } });
    const change = { action: "program.saved", subject: "program", before, after: worth } as const;
    await audit(tx, { actor, ...change }, at);
    return worth;
  });
}
