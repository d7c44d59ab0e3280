import { Prisma } from "#prisma/generated/client/client.ts";

import type { ShopTx } from "./db.server.ts";

type Tx = Pick<ShopTx, "$executeRaw">;

/**
 * Every advisory lock that is waited for, and what it guards; it is held until the transaction ends. A transaction that needs two
 * takes them in this order: two transactions that wait for each other's would both fail. Rows come after them, accounts by
 * `lockAccounts` in the order of their customers' ids, and an endpoint by `lockEndpoint` before its sends.
 */
export const lock = {
  /** A shop's tokens at Shopify: they rotate on use, so one process refreshes them for all. */
  tokens: (tx: Tx, shopDomain: string) => take(tx, `refresh ${shopDomain}`),
  /** A shop's facts and who its customers are: who somebody is depends on all that is known already. */
  customers: (tx: Tx, shopId: string) => take(tx, `facts.${shopId}`),
  /** Whether a shop's history is being imported: two who ask at once start one import. */
  backfill: (tx: Tx, shopId: string) => take(tx, `backfill.${shopId}`),
  /** How many addresses for webhooks a shop has: two who add at once keep to the limit. */
  endpoints: (tx: Tx, shopId: string) => take(tx, `endpoints.${shopId}`),
  /** A shop's referrals: what one is worth depends on the others. */
  referrals: (tx: Tx, shopId: string) => take(tx, `referrals.${shopId}`),
  /** The welcome code of one email: two requests get the same. */
  welcome: (tx: Tx, shopId: string, emailHash: string) =>
    take(tx, `welcome.${shopId}.${emailHash}`),
  /** The earning actions that a shop begins with: two who look first make them once. */
  earningActions: (tx: Tx, shopId: string) => take(tx, `earning-actions.${shopId}`),
  /** The achievements that a shop begins with, likewise. */
  achievements: (tx: Tx, shopId: string) => take(tx, `achievements.${shopId}`),
  /** What a customer was paid for earning actions: two at once would both find room under the limit. Before any account. */
  paidActions: (tx: Tx, shopId: string, customerId: string) =>
    take(tx, `earning-actions.${shopId}.${customerId}`),
  /** A shop's snapshots of what it owes: each goes on where the last one stopped. */
  liability: (tx: Tx, shopId: string) => take(tx, `liability.${shopId}`),
};

/**
 * The advisory lock that nobody waits for, as SQL that says whether it is ours now. Its transaction has no lock of the others. It
 * is held while the reactions' handler runs, ten minutes at the most.
 */
export const tryLock = {
  /** A shop's reactions of one name: one worker runs them at a time, so that no event overtakes another. */
  reactions: (shopId: string, name: string) => attempt(`reactions.${shopId}.${name}`),
};

async function take(tx: Tx, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

function attempt(name: string): Prisma.Sql {
  return Prisma.sql`pg_try_advisory_xact_lock(hashtextextended(${name}, 0))`;
}
