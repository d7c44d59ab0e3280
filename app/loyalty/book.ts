import type { EventSource } from "#app/events/event.ts";

import type { Account, EntryDraft, LedgerEntry, Lot } from "./ledger-entry.ts";
import { clawback, credit, move, type Posted, type ShortfallPolicy } from "./posting.ts";

/**
 * A working copy of the accounts that a batch touches: entries are decided one after the other against it, and written
 * together afterwards. Its accounts are locked for as long as it is in use.
 */
export type Book = {
  accounts: Map<string, Account>;
  /** By customer; only of those whose points may be taken. */
  lots: Map<string, Lot[]>;
  /** Entries that exist already, by the keys that the batch is about to use. */
  known: Map<string, KnownEntry>;
  entered: Entered[];
};

export type KnownEntry = Pick<
  LedgerEntry,
  "idempotencyKey" | "customerId" | "kind" | "orderId" | "reason"
>;
export type Entered = Posted & { source: EventSource };

/** The key of an entry was used before for another one: somebody reuses keys, and points would be lost or doubled. */
export class IdempotencyKeyReused extends Error {
  override name = "IdempotencyKeyReused";
  constructor(key: string) {
    super(`The ledger has another entry with the key ${key}`);
  }
}

/** Enters an earning or a reversal. Nothing happens when the same entry is known; throws `IdempotencyKeyReused` for another one. */
export function enter(
  book: Book,
  draft: EntryDraft,
  policy: ShortfallPolicy,
  newId: () => string,
): void {
  const known = book.known.get(draft.idempotencyKey);
  if (known) {
    if (!isSame(known, draft)) throw new IdempotencyKeyReused(draft.idempotencyKey);
    return;
  }
  const account = accountOf(book, draft.customerId);
  const posted =
    draft.kind === "earn"
      ? credit(account, draft, newId)
      : clawback(account, lotsOf(book, draft.customerId), draft, policy, newId);
  book.known.set(draft.idempotencyKey, posted.entry);
  keep(book, { ...posted, source: draft.source });
}

export type MoveDraft = { fromId: string; toId: string; occurredAt: Date; source: EventSource };

/** Enters the move of everything that one account holds to another one. Nothing happens when it holds nothing. */
export function enterMove(book: Book, draft: MoveDraft, newId: () => string): void {
  const moved = move(
    {
      from: accountOf(book, draft.fromId),
      fromLots: lotsOf(book, draft.fromId),
      to: accountOf(book, draft.toId),
      toLots: lotsOf(book, draft.toId),
      at: draft.occurredAt,
    },
    newId,
  );
  for (const posted of moved) keep(book, { ...posted, source: draft.source });
}

/** The lots that the entries made, and those that they only took from, as they are after all of them. */
export function lotsToWrite(book: Book): { made: Lot[]; changed: Lot[] } {
  const last = new Map(book.entered.flatMap(({ lots }) => lots).map((lot) => [lot.id, lot]));
  const entryIds = new Set(book.entered.map(({ entry }) => entry.id));
  const all = [...last.values()];
  return {
    made: all.filter((lot) => entryIds.has(lot.entryId)),
    changed: all.filter((lot) => !entryIds.has(lot.entryId)),
  };
}

function keep(book: Book, entered: Entered): void {
  const { customerId } = entered.account;
  book.entered.push(entered);
  book.accounts.set(customerId, entered.account);
  const changed = new Set(entered.lots.map(({ id }) => id));
  const others = lotsOf(book, customerId).filter(({ id }) => !changed.has(id));
  book.lots.set(customerId, [...others, ...entered.lots]);
}

function isSame(known: KnownEntry, draft: EntryDraft): boolean {
  return (
    known.customerId === draft.customerId &&
    known.kind === draft.kind &&
    known.orderId === draft.orderId &&
    "points" in known.reason &&
    known.reason.points === String(draft.points)
  );
}

function accountOf(book: Book, customerId: string): Account {
  const account = book.accounts.get(customerId);
  if (!account) throw new Error(`The account of customer ${customerId} is not open`);
  return account;
}

function lotsOf(book: Book, customerId: string): Lot[] {
  return book.lots.get(customerId) ?? [];
}
