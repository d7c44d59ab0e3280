import { audit } from "#app/audit/audit.server.ts";
import { wakeWaiting } from "#app/events/wake-waiting.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { log } from "#app/ground/log.server.ts";
import { updateProgressIn } from "#app/loyalty/achievements/update-progress.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { UNFREEZE } from "../account-frozen.ts";
import { openBatchUnmerged } from "../open-batch.server.ts";
import { inspectLedger, type WrongAccount } from "./verify-ledger.server.ts";

/**
 * Looks whether every account of a shop is what its entries and lots make. An account that differs is frozen, with words of what
 * does not add up, until somebody has looked at it. Returns those accounts.
 */
export async function checkLedger(shopId: string, at: Date): Promise<WrongAccount[]> {
  const { accounts, wrong } = await inspectLedger(shopId);
  for (const one of wrong) await freezeAccount(shopId, one, at);
  await inShop(shopId, (tx) =>
    tx.ledgerCheck.createMany({
      data: { shopId, at, accounts, wrong: wrong.length },
      skipDuplicates: true,
    }),
  );
  if (wrong.length > 0) log.error({ shopId, accounts: wrong.length }, "Accounts do not add up");
  return wrong;
}

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
    await openBatchUnmerged(tx, shopId, [customerId], at);
    const { count } = await tx.ledgerAccount.updateMany({
      where: { shopId, customerId, frozenAt: { not: null } },
      data: { frozenAt: null, frozenFor: Prisma.DbNull },
    });
    if (count === 0) return;
    const subject = `customer.${customerId}`;
    await audit(
      tx,
      shopId,
      { actor, action: "account.unfrozen", subject, before: null, after: null },
      at,
    );
    await wakeWaiting(tx, shopId, UNFREEZE, at);
    // Whoever looked at everybody meanwhile passed this account over, and does not come back.
    await updateProgressIn(tx, shopId, [customerId], at);
  });
  return [];
}

async function freezeAccount(
  shopId: string,
  { customerId, wrong }: WrongAccount,
  at: Date,
): Promise<void> {
  await inShop(shopId, async (tx) => {
    const { count } = await tx.ledgerAccount.updateMany({
      where: { shopId, customerId, frozenAt: null },
      data: { frozenAt: at, frozenFor: wrong },
    });
    if (count === 0) return;
    await audit(
      tx,
      shopId,
      {
        actor: "encore",
        action: "account.frozen",
        subject: `customer.${customerId}`,
        before: null,
        after: { wrong },
      },
      at,
    );
  });
}
