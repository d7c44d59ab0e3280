import { audit } from "#app/audit/audit.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { log } from "#app/ground/log.server.ts";

import { inspectLedger, type WrongAccount } from "./verify-ledger.server.ts";

/**
 * Looks whether every account of a shop is what its entries and lots make. An account that differs
 * is frozen, with words of what does not add up, until somebody has looked at it. Returns those
 * accounts.
 */
export async function auditLedger(shopId: string, at: Date): Promise<WrongAccount[]> {
  const { accounts, wrong } = await inspectLedger(shopId);
  for (const one of wrong) await freezeAccount(shopId, one, at);
  await inShop(shopId, (tx) =>
    tx.ledgerAudit.createMany({
      data: { shopId, at, accounts, wrong: wrong.length },
      skipDuplicates: true,
    }),
  );
  if (wrong.length > 0) log.error({ shopId, accounts: wrong.length }, "Accounts do not add up");
  return wrong;
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
