import type { ExpiryTerms } from "../program/expiry.ts";
import type { ShortfallPolicy } from "../program/program.ts";
import type {
  Account,
  EntryDraft,
  KeptReason,
  LedgerEntry,
  Lot,
  LotUse,
  Outside,
  Postings,
  TransferKind,
} from "./ledger-entry.ts";
import type { Taken } from "./lots.ts";

/** What of a program decides how entries are posted. */
export type LedgerTerms = ShortfallPolicy & ExpiryTerms;

/** An account and its lots, as they are before an entry. */
export type Holdings = { account: Account; lots: readonly Lot[] };

/** What posting goes by beyond what is posted. */
export type PostingTools = { terms: LedgerTerms; at: Date; newId: () => string };

/** What posting one entry does: the entry, the account after it, the lots it made or changed, and what it took from them. */
export type Posted = { entry: LedgerEntry; account: Account; lots: Lot[]; uses: LotUse[] };

type Deltas = Partial<Omit<Postings, "outside" | "outsideDelta">>;

export type EntryAbout = {
  kind: LedgerEntry["kind"];
  idempotencyKey: string;
  occurredAt: Date;
  reason: KeptReason;
  /** For the two halves of a transfer. */
  transfer?: { id: string; kind: TransferKind; counterpartyId: string };
} & Partial<
  Pick<
    LedgerEntry,
    "ruleSnapshot" | "orderId" | "redemptionId" | "importId" | "actor" | "forgiven" | "debtLimit"
  >
>;

/** The account's next entry. The outside account takes what the four balances do not, so that all sums to zero. */
export function entryOf(
  account: Account,
  about: EntryAbout,
  outside: Outside,
  deltas: Deltas,
  id: string,
): LedgerEntry {
  const whole = {
    availableDelta: 0n,
    pendingDelta: 0n,
    heldDelta: 0n,
    debtDelta: 0n,
    qualifyingDelta: 0n,
    ...deltas,
  };
  const inside = whole.availableDelta + whole.pendingDelta + whole.heldDelta - whole.debtDelta;
  return {
    ...whole,
    outside,
    outsideDelta: -inside,
    id,
    customerId: account.customerId,
    seq: account.seq + 1n,
    kind: about.kind,
    idempotencyKey: about.idempotencyKey,
    ruleSnapshot: about.ruleSnapshot ?? null,
    orderId: about.orderId ?? null,
    redemptionId: about.redemptionId ?? null,
    importId: about.importId ?? null,
    transferId: about.transfer?.id ?? null,
    transferKind: about.transfer?.kind ?? null,
    counterpartyId: about.transfer?.counterpartyId ?? null,
    forgiven: about.forgiven ?? 0n,
    debtLimit: about.debtLimit ?? null,
    actor: about.actor ?? "encore",
    reason: about.reason,
    occurredAt: about.occurredAt,
  };
}

/** The account after an entry. Throws when the entry is not the next one or would break what must always hold. */
export function after(account: Account, entry: LedgerEntry): Account {
  const next: Account = {
    ...account,
    seq: entry.seq,
    available: account.available + entry.availableDelta,
    pending: account.pending + entry.pendingDelta,
    held: account.held + entry.heldDelta,
    debt: account.debt + entry.debtDelta,
    qualifying: account.qualifying + entry.qualifyingDelta,
    forgiven: account.forgiven + entry.forgiven,
    spent: account.spent || isSpending(entry),
  };
  const negative = [next.available, next.pending, next.held, next.debt, next.forgiven].some(
    (points) => points < 0n,
  );
  if (negative || (next.available > 0n && next.debt > 0n) || entry.seq !== account.seq + 1n) {
    throw new Error(`Entry ${entry.idempotencyKey} does not fit its account`);
  }
  return next;
}

/** Whether an entry may take points that others gave. */
function isSpending({ kind, availableDelta, debtDelta, forgiven }: LedgerEntry): boolean {
  if (kind === "hold" || kind === "move_in" || debtDelta > 0n || forgiven > 0n) return true;
  return kind === "adjust" && availableDelta < 0n;
}

/** How many points an entry is about, whatever accounts they went through: what its draft asked for. */
export function pointsOf(
  entry: Pick<LedgerEntry, "kind" | "heldDelta" | "outsideDelta" | "forgiven">,
): bigint {
  switch (entry.kind) {
    case "hold":
      return entry.heldDelta;
    case "capture":
    case "void":
      return -entry.heldDelta;
    case "reverse":
      return entry.outsideDelta + entry.forgiven;
    case "adjust":
    case "earn":
    case "return":
      return -entry.outsideDelta;
    case "release":
    case "expire":
    case "move_in":
    case "move_out":
    case "reallocate":
      return entry.outsideDelta;
  }
}

/** More than nothing: an entry about no points would say that something happened. */
export function positive(draft: EntryDraft): bigint {
  if (draft.points <= 0n)
    throw new Error(`${draft.idempotencyKey} is about ${draft.points} points`);
  return draft.points;
}

export function usesOf(taken: readonly Taken[], entry: LedgerEntry): LotUse[] {
  return taken.map((use) => ({ ...use, entryId: entry.id }));
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
