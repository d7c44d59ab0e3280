import { audit } from "#app/audit/audit.server.ts";
import { inShop } from "#app/ground/db.server.ts";

import { ensureProgram } from "../program/program.server.ts";

/** What the shop says of the worth of its points. */
export type PointWorth = {
  /** So many points are worth `valueMinor`. */
  valuePoints: number;
  valueMinor: bigint;
  /** The share that is expected to be redeemed, hundredths of a per cent; null takes what was seen. */
  redemptionRateBps: number | null;
};

/** Changes what the report reckons with. Points and orders stay as they are. */
export function savePointWorth(
  shopId: string,
  worth: PointWorth,
  actor: string,
  at: Date,
): Promise<void> {
  return inShop(shopId, async (tx) => {
    await ensureProgram(tx, shopId, at);
    const { valuePoints, valueMinor, redemptionRateBps } =
      await tx.loyaltyProgram.findUniqueOrThrow({ where: { shopId } });
    const before = { valuePoints, valueMinor, redemptionRateBps };
    await tx.loyaltyProgram.update({ where: { shopId }, data: { ...worth, updatedAt: at } });
    await audit(
      tx,
      shopId,
      { actor, action: "program.saved", subject: "program", before, after: worth },
      at,
    );
  });
}
