/** A customer's store credit in one currency. Money is whole minor units of it. */
export type StoreCreditAccountDoc = {
  id: string;
  customerId: string;
  currency: string;
  /** In the order they happened. */
  transactions: StoreCreditTransactionDoc[];
};

export type StoreCreditEvent =
  "adjustment" | "order_payment" | "order_refund" | "order_cancellation";

export type StoreCreditTransactionDoc = {
  id: string;
  kind: "credit" | "debit";
  /** Always positive. */
  amountMinor: number;
  /** What of a credit has not been spent. */
  remainingMinor: number;
  balanceAfterMinor: number;
  createdAt: string;
  expiresAt: string | null;
  event: StoreCreditEvent;
};

export type CreditFacts = {
  id: string;
  amountMinor: number;
  expiresAt: string | null;
  event: StoreCreditEvent;
};

/** What can be spent now: credits that have run out are gone. */
export function balanceMinor(account: StoreCreditAccountDoc, now: Date): number {
  return alive(account, now).reduce((sum, { remainingMinor }) => sum + remainingMinor, 0);
}

export function credited(
  account: StoreCreditAccountDoc,
  facts: CreditFacts,
  now: Date,
): StoreCreditAccountDoc {
  const transaction: StoreCreditTransactionDoc = {
    ...facts,
    kind: "credit",
    remainingMinor: facts.amountMinor,
    balanceAfterMinor: balanceMinor(account, now) + facts.amountMinor,
    createdAt: now.toISOString(),
  };
  return { ...account, transactions: [...account.transactions, transaction] };
}

/** The account after spending, what runs out first going first; null when it holds too little. */
export function debited(
  account: StoreCreditAccountDoc,
  facts: Omit<CreditFacts, "expiresAt">,
  now: Date,
): StoreCreditAccountDoc | null {
  const balance = balanceMinor(account, now);
  if (facts.amountMinor > balance) return null;
  let left = facts.amountMinor;
  const spent = new Map<string, number>();
  const soonest = [...alive(account, now)].sort((a, b) =>
    (a.expiresAt ?? "9999") < (b.expiresAt ?? "9999") ? -1 : 1,
  );
  for (const credit of soonest) {
    const part = Math.min(left, credit.remainingMinor);
    spent.set(credit.id, part);
    left -= part;
  }
  const transactions = account.transactions.map((one) => ({
    ...one,
    remainingMinor: one.remainingMinor - (spent.get(one.id) ?? 0),
  }));
  const debit: StoreCreditTransactionDoc = {
    ...facts,
    kind: "debit",
    remainingMinor: 0,
    balanceAfterMinor: balance - facts.amountMinor,
    createdAt: now.toISOString(),
    expiresAt: null,
  };
  return { ...account, transactions: [...transactions, debit] };
}

function alive(account: StoreCreditAccountDoc, now: Date): StoreCreditTransactionDoc[] {
  const at = now.toISOString();
  return account.transactions.filter(
    ({ kind, expiresAt, remainingMinor }) =>
      kind === "credit" && remainingMinor > 0 && (expiresAt === null || expiresAt > at),
  );
}
