import type { Account, KeptReason, Lot } from "./ledger-entry.ts";
import { inOrderOfUse, spendable, takeFrom, waiting } from "./lots.ts";
import { after, entryOf, type Holdings, min, type Posted, usesOf } from "./posting.ts";

export type Transfer = { from: Holdings; to: Holdings; at: Date };

/**
 * Moves everything that an account holds to another one, lots with their dates, pending ones too; points and debts net. Returns
 * the two entries' postings, or nothing when there is nothing to move. The keys carry the number of the entry that the account
 * was left at, so that an account that is filled again can be moved again.
 */
export function transfer({ from, to, at }: Transfer, newId: () => string): Posted[] {
  const source = from.account;
  const target = to.account;
  if (isEmpty(source)) return [];
  const reason: KeptReason = {
    code: "customer_merged",
    fromId: source.customerId,
    toId: target.customerId,
  };
  const key = `move.${source.customerId}.to.${target.customerId}.after.${source.seq}`;
  const id = newId();

  const out = entryOf(
    source,
    {
      kind: "move_out",
      idempotencyKey: `${key}.out`,
      occurredAt: at,
      reason,
      forgiven: -source.forgiven,
      transfer: { id, kind: "merge", counterpartyId: target.customerId },
    },
    "adjusted",
    {
      availableDelta: -source.available,
      pendingDelta: -source.pending,
      heldDelta: -source.held,
      debtDelta: -source.debt,
      qualifyingDelta: -source.qualifying,
    },
    id,
  );
  const leaving = [...inOrderOfUse(spendable(from.lots)), ...waiting(from.lots)];
  const emptied = takeFrom(leaving, source.available + source.pending);

  const repaid = min(target.available + source.available, target.debt + source.debt);
  const into = entryOf(
    target,
    {
      kind: "move_in",
      idempotencyKey: `${key}.in`,
      occurredAt: at,
      reason,
      forgiven: source.forgiven,
      transfer: { id, kind: "merge", counterpartyId: source.customerId },
    },
    "adjusted",
    {
      availableDelta: source.available - repaid,
      pendingDelta: source.pending,
      heldDelta: source.held,
      debtDelta: source.debt - repaid,
      qualifyingDelta: source.qualifying,
    },
    newId(),
  );
  const arrived = leaving.map((lot) =>
    transferredLot(lot, lot.remaining, target, into.id, newId()),
  );
  const settled = takeFrom(inOrderOfUse(spendable([...to.lots, ...arrived])), repaid);
  const settledIds = new Set(settled.lots.map(({ id }) => id));

  return [
    {
      entry: out,
      account: after(source, out),
      lots: emptied.lots.map((lot) => goneFrom(lot, leaving)),
      uses: usesOf(emptied.taken, out),
    },
    {
      entry: into,
      account: { ...after(target, into), activeAt: latest(source.activeAt, target.activeAt) },
      lots: [...arrived.filter(({ id }) => !settledIds.has(id)), ...settled.lots],
      uses: usesOf(settled.taken, into),
    },
  ];
}

/** A lot without what it still had, which is elsewhere now. */
export function goneFrom(lot: Lot, before: readonly Lot[]): Lot {
  const had = before.find(({ id }) => id === lot.id)?.remaining ?? 0n;
  return { ...lot, gone: lot.gone + had - lot.remaining };
}

/** A lot as it goes on in another account. */
export function transferredLot(
  lot: Lot,
  points: bigint,
  { customerId }: Account,
  entryId: string,
  id: string,
): Lot {
  return {
    ...lot,
    id,
    customerId,
    entryId,
    original: points,
    remaining: points,
    gone: 0n,
    expired: 0n,
    originLotId: lot.id,
  };
}

/** Whether nothing is to be moved from it. */
export function isEmpty(account: Account): boolean {
  const { available, pending, held, debt, qualifying, forgiven } = account;
  return [available, pending, held, debt, qualifying, forgiven].every((part) => part === 0n);
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
