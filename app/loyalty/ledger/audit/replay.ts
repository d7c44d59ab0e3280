import type { Account, LedgerEntry, Lot, LotUse, Postings } from "../ledger-entry.ts";
import { sumOf, waiting } from "../lots.ts";
import { after } from "../posting.ts";

/** What the ledger says of one account: its stored balances and everything they came from. */
export type AccountHistory = {
  account: Account;
  /** In the order of their numbers. */
  entries: readonly LedgerEntry[];
  lots: readonly Lot[];
  uses: readonly LotUse[];
  /** What the customer's redemptions hold, together. */
  redemptionsHold: bigint;
};

/** The account as its entries make it, from nothing. Throws at the first entry that does not fit. */
export function replay(customerId: string, entries: readonly LedgerEntry[]): Account {
  const empty: Account = {
    customerId,
    seq: 0n,
    available: 0n,
    pending: 0n,
    held: 0n,
    debt: 0n,
    qualifying: 0n,
    forgiven: 0n,
    spent: false,
    activeAt: null,
    frozenAt: null,
  };
  return entries.reduce(after, empty);
}

/** The sum of an entry's postings over the four balances and the outside account: 0, or points came from nowhere. */
export function sumOfPostings(postings: Postings): bigint {
  const { availableDelta, pendingDelta, heldDelta, debtDelta, outsideDelta } = postings;
  return availableDelta + pendingDelta + heldDelta - debtDelta + outsideDelta;
}

/** What does not add up in an account, in words; empty when everything does. */
export function discrepancies(history: AccountHistory): string[] {
  const { account, entries, lots, uses, redemptionsHold } = history;
  const held =
    account.held === redemptionsHold
      ? []
      : [`redemptions hold ${redemptionsHold}, held is ${account.held}`];
  return [
    ...unbalanced(entries),
    ...unlikeReplay(account, entries),
    ...wrongLots(account, lots, uses),
    ...held,
  ];
}

function unbalanced(entries: readonly LedgerEntry[]): string[] {
  return entries
    .filter((entry) => sumOfPostings(entry) !== 0n)
    .map(({ idempotencyKey }) => `the postings of ${idempotencyKey} do not sum to zero`);
}

function unlikeReplay(account: Account, entries: readonly LedgerEntry[]): string[] {
  let replayed: Account;
  try {
    replayed = replay(account.customerId, entries);
  } catch (error) {
    return [(error as Error).message];
  }
  const balances = [
    "available",
    "pending",
    "held",
    "debt",
    "qualifying",
    "forgiven",
    "seq",
  ] as const;
  return balances
    .filter((balance) => account[balance] !== replayed[balance])
    .map((balance) => `${balance} is ${account[balance]}, its entries make ${replayed[balance]}`);
}

function wrongLots(account: Account, lots: readonly Lot[], uses: readonly LotUse[]): string[] {
  const wrong: string[] = [];
  const used = new Map<string, bigint>();
  for (const { lotId, points } of uses) used.set(lotId, (used.get(lotId) ?? 0n) + points);

  for (const lot of lots) {
    const left = lot.original - (used.get(lot.id) ?? 0n);
    if (lot.remaining !== left)
      wrong.push(`lot ${lot.id} holds ${lot.remaining}, its uses leave ${left}`);
    if (lot.remaining < 0n || lot.remaining > lot.original)
      wrong.push(`lot ${lot.id} is out of bounds`);
  }
  const available = sumOf(lots.filter(({ pending }) => !pending));
  if (available !== account.available)
    wrong.push(`lots hold ${available}, available is ${account.available}`);
  const pending = sumOf(waiting(lots));
  if (pending !== account.pending)
    wrong.push(`pending lots hold ${pending}, pending is ${account.pending}`);
  return wrong;
}
