import { audit } from "#app/audit/audit.server.ts";
import { wakeWaiting } from "#app/events/wake-waiting.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { updateProgressIn } from "./achievements/update-progress.server.ts";
import { UNFREEZE } from "./ledger/account-frozen.ts";
import { inspectLedger } from "./ledger/audit/verify-ledger.server.ts";
import { openBatchUnmerged } from "./ledger/open-batch.server.ts";
import { loadAllowed } from "./program/program-state.server.ts";

/** An account that was looked at and put right moves again. Returns what is still wrong: then it stays frozen. */
export async function unfreezeAccount(
  shopId: string,
  customerId: string,
  { actor, at }: { actor: string; at: Date },
): Promise<string[]> {
  const { wrong } = await inspectLedger(shopId, customerId);
  const [still] = wrong;
  if (still) return still.wrong;
  await inShop(shopId, async (tx) => {
    // Locks the accounts in everybody's order, for what is done about them at the end.
    await openBatchUnmerged(tx, [customerId], at);
    const { count } = await tx.ledgerAccount.updateMany({
      where: { shopId, customerId, frozenAt: { not: null } },
      data: { frozenAt: null, frozenFor: Prisma.DbNull },
    });
    if (count === 0) return;
    const subject = `customer.${customerId}`;
    await audit(tx, { actor, action: "account.unfrozen", subject, before: null, after: null }, at);
    await wakeWaiting(tx, shopId, UNFREEZE, { at });
    // Whoever looked at everybody meanwhile passed this account over, and does not come back.
    if ((await loadAllowed(tx)).earn) await updateProgressIn(tx, [customerId], at);
  });
  return [];
}
