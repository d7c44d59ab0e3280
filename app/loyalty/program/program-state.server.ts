import { now } from "#app/ground/clock.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { Retry } from "#app/ground/retry.ts";

import { ensureProgram } from "./program.server.ts";
import { type Allowed, allowed, type Pause } from "./state.ts";

/** What reactions wait for that cannot be done while the program is launched or paused (`waitsFor`). */
export const LIVE = "program.live";

/** What the shop's program allows now. */
export async function loadAllowed(tx: ShopTx): Promise<Allowed> {
  const { state } = await ensureProgram(tx, now());
  return allowed[state];
}

/** Whether the shop's program was never launched: nobody is shown anything of it. Throws `Retry` while it is being launched. */
export async function isUnseen(tx: ShopTx): Promise<boolean> {
  const { shopId } = tx;
  const draft = { shopId, state: "draft", launchedAt: null };
  if ((await tx.loyaltyProgram.count({ where: draft })) === 0) return false;
  if (await isChanging(tx)) throw new Retry("The program is being launched", { waitsFor: LIVE });
  return true;
}

/** Whether something is being done about the shop's program and all of its customers. */
export async function isChanging(tx: ShopTx): Promise<boolean> {
  const running = {
    shopId: tx.shopId,
    state: "running",
    kind: { notIn: ["preview", "comparison"] },
  };
  return (await tx.programRun.count({ where: running })) > 0;
}

/** When the program was paused, the earliest first. */
export function loadPauses(tx: ShopTx): Promise<Pause[]> {
  return tx.programPause.findMany({
    where: { shopId: tx.shopId },
    orderBy: { pausedAt: "asc" },
    select: { pausedAt: true, resumedAt: true },
  });
}
