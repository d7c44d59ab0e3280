import type {
  Account,
  EntryDraft,
  LedgerEntry,
  Lot,
  LotUse,
  Outside,
  Postings,
  Reason,
} from "./ledger-entry.ts";
import { inOrderOfUse, takeFrom } from "./lots.ts";

/** What is done about points that were spent before they are taken back. */
export type ShortfallPolicy = {
  shortfall: "debt" | "forgive";
  /** null is no limit */ debtLimit: bigint | null;
};

/** What posting one entry does: the entry, the account after it, the lots it made or changed, and what it took from them. */
export type Posted = { entry: LedgerEntry; account: Account; lots: Lot[]; uses: LotUse[] };

type NewId = () => string;

/** Gives points. Debt is repaid first, out of the new lot; the rest is available. */
export function credit(account: Account, draft: EntryDraft, newId: NewId): Posted {
  const repaid = min(draft.points, account.debt);
  const postings = balanced("issued", {
    availableDelta: draft.points - repaid,
    debtDelta: -repaid,
    qualifyingDelta: draft.points,
  });
  const entry = entryOf(account, draft, postings, draft.reason, newId());
  const lot: Lot = {
    id: newId(),
    customerId: account.customerId,
    entryId: entry.id,
    orderId: draft.orderId,
    original: draft.points,
    remaining: draft.points - repaid,
    earnedAt: draft.occurredAt,
    expiresAt: null,
  };
  const uses = repaid > 0n ? [{ lotId: lot.id, entryId: entry.id, points: repaid }] : [];
  return { entry, account: after(account, entry), lots: [lot], uses };
}

/**
 * Takes points back: from pending, then from available (the order's own lot first), and what was spent already becomes debt
 * as far as the policy goes. `lots` are the account's. What nobody owes any more is said in the entry's reason.
 */
export function clawback(
  account: Account,
  lots: readonly Lot[],
  draft: EntryDraft,
  policy: ShortfallPolicy,
  newId: NewId,
): Posted {
  const fromPending = min(draft.points, account.pending);
  const fromAvailable = min(draft.points - fromPending, account.available);
  const spent = draft.points - fromPending - fromAvailable;
  const owed = min(spent, roomForDebt(account, policy));

  const postings = balanced("revoked", {
    pendingDelta: -fromPending,
    availableDelta: -fromAvailable,
    debtDelta: owed,
    qualifyingDelta: -draft.points,
  });
  const reason = owed < spent ? { ...draft.reason, forgiven: String(spent - owed) } : draft.reason;
  const entry = entryOf(account, draft, postings, reason, newId());
  const { lots: changed, taken } = takeFrom(inOrderOfUse(lots, draft.orderId), fromAvailable);
  return {
    entry,
    account: after(account, entry),
    lots: changed,
    uses: taken.map((use) => ({ ...use, entryId: entry.id })),
  };
}

export type Move = {
  from: Account;
  fromLots: readonly Lot[];
  to: Account;
  toLots: readonly Lot[];
  at: Date;
};

/**
 * Moves everything that an account holds to another one, lots with their dates; points and debts net. Returns the two entries'
 * postings, or nothing when there is nothing to move. The keys carry the number of the entry that the account was left at, so
 * that an account that is filled again can be moved again.
 */
export function move({ from, fromLots, to, toLots, at }: Move, newId: NewId): Posted[] {
  if (isEmpty(from)) return [];
  const reason: Reason = { code: "customer_merged", fromId: from.customerId, toId: to.customerId };
  const key = `move.${from.customerId}.to.${to.customerId}.after.${from.seq}`;
  const common = { ruleSnapshot: null, orderId: null, occurredAt: at };

  const out = entryOf(
    from,
    { ...common, kind: "move_out", idempotencyKey: `${key}.out` },
    balanced("adjusted", {
      availableDelta: -from.available,
      pendingDelta: -from.pending,
      heldDelta: -from.held,
      debtDelta: -from.debt,
      qualifyingDelta: -from.qualifying,
    }),
    reason,
    newId(),
  );
  const emptied = takeFrom(inOrderOfUse(fromLots), from.available);

  const repaid = min(to.available + from.available, to.debt + from.debt);
  const into = entryOf(
    to,
    { ...common, kind: "move_in", idempotencyKey: `${key}.in` },
    balanced("adjusted", {
      availableDelta: from.available - repaid,
      pendingDelta: from.pending,
      heldDelta: from.held,
      debtDelta: from.debt - repaid,
      qualifyingDelta: from.qualifying,
    }),
    reason,
    newId(),
  );
  const arrived = emptied.taken.map(({ lotId, points }): Lot => {
    const lot = fromLots.find(({ id }) => id === lotId) as Lot;
    return {
      ...lot,
      id: newId(),
      customerId: to.customerId,
      entryId: into.id,
      original: points,
      remaining: points,
    };
  });
  const settled = takeFrom(inOrderOfUse([...toLots, ...arrived]), repaid);
  const settledIds = new Set(settled.lots.map(({ id }) => id));

  return [
    { entry: out, account: after(from, out), lots: emptied.lots, uses: usesOf(emptied.taken, out) },
    {
      entry: into,
      account: after(to, into),
      lots: [...arrived.filter(({ id }) => !settledIds.has(id)), ...settled.lots],
      uses: usesOf(settled.taken, into),
    },
  ];
}

/** The account after an entry. Throws when the entry is not the next one or would break what must always hold. */
export function after(account: Account, entry: LedgerEntry): Account {
  const next: Account = {
    customerId: account.customerId,
    seq: entry.seq,
    available: account.available + entry.availableDelta,
    pending: account.pending + entry.pendingDelta,
    held: account.held + entry.heldDelta,
    debt: account.debt + entry.debtDelta,
    qualifying: account.qualifying + entry.qualifyingDelta,
  };
  const negative = next.available < 0n || next.pending < 0n || next.held < 0n || next.debt < 0n;
  if (negative || (next.available > 0n && next.debt > 0n) || entry.seq !== account.seq + 1n) {
    throw new Error(`Entry ${entry.idempotencyKey} does not fit its account`);
  }
  return next;
}

/** Completes postings with the outside account's, so that all sum to zero. */
function balanced(
  outside: Outside,
  deltas: Partial<Omit<Postings, "outside" | "outsideDelta">>,
): Postings {
  const whole = {
    availableDelta: 0n,
    pendingDelta: 0n,
    heldDelta: 0n,
    debtDelta: 0n,
    qualifyingDelta: 0n,
    ...deltas,
  };
  const inside = whole.availableDelta + whole.pendingDelta + whole.heldDelta - whole.debtDelta;
  return { ...whole, outside, outsideDelta: -inside };
}

function entryOf(
  account: Account,
  about: Pick<LedgerEntry, "kind" | "idempotencyKey" | "ruleSnapshot" | "orderId" | "occurredAt">,
  postings: Postings,
  reason: Reason,
  id: string,
): LedgerEntry {
  return {
    ...postings,
    id,
    customerId: account.customerId,
    seq: account.seq + 1n,
    kind: about.kind,
    idempotencyKey: about.idempotencyKey,
    ruleSnapshot: about.ruleSnapshot,
    orderId: about.orderId,
    actor: "encore",
    reason,
    occurredAt: about.occurredAt,
  };
}

function roomForDebt(account: Account, policy: ShortfallPolicy): bigint {
  if (policy.shortfall === "forgive") return 0n;
  if (policy.debtLimit === null) return account.debt + NO_LIMIT;
  return policy.debtLimit > account.debt ? policy.debtLimit - account.debt : 0n;
}

/** More points than a column holds. */
const NO_LIMIT = 2n ** 63n;

function isEmpty({ available, pending, held, debt, qualifying }: Account): boolean {
  return [available, pending, held, debt, qualifying].every((balance) => balance === 0n);
}

function usesOf(taken: { lotId: string; points: bigint }[], entry: LedgerEntry): LotUse[] {
  return taken.map((use) => ({ ...use, entryId: entry.id }));
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
