import { now } from "#app/ground/clock.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { Retry } from "#app/ground/retry.ts";

import { ensureProgram } from "./program.server.ts";
import { type Allowed, allowed, type Pause, type ProgramState } from "./state.ts";

/** What reactions wait for that cannot be done while the program is launched or paused (`waitsFor`). */
export const LIVE = "program.live";

/**
 * What the shop's program allows now. By SQL, like all that each batch of orders asks for: a dozen looks through Prisma's models took
 * 5 % of a worker.
 */
export async function loadAllowed(tx: ShopTx): Promise<Allowed> {
  const [program] = await tx.$queryRaw<
    { state: ProgramState }[]
  >`SELECT state FROM loyalty_program WHERE shop_id = ${tx.shopId}::uuid`;
  const { state } = program ?? (await ensureProgram(tx, now()));
  return allowed[state];
}

/** Whether the shop's program was never launched: nobody is shown anything of it. Throws `Retry` while it is being launched. */
export async function isUnseen(tx: ShopTx): Promise<boolean> {
  const drafts = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM loyalty_program WHERE shop_id = ${tx.shopId}::uuid AND state = 'draft' AND launched_at IS NULL`;
  if (drafts.length === 0) return false;
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
  return tx.$queryRaw<Pause[]>`
    SELECT paused_at AS "pausedAt", resumed_at AS "resumedAt" FROM program_pause
    WHERE shop_id = ${tx.shopId}::uuid ORDER BY paused_at`;
}
