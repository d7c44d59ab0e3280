import { inShop } from "#app/ground/db.server.ts";
import { ensureProgram } from "#app/loyalty/program/program.server.ts";

/** Makes a shop's program the draft that it is after an install: in tests programs are live from the beginning. */
export async function draftProgram(shopId: string, at: Date): Promise<void> {
  await inShop(shopId, async (tx) => {
    await ensureProgram(tx, at);
    await tx.loyaltyProgram.update({ where: { shopId }, data: { state: "draft" } });
  });
}
