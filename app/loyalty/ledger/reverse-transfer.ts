import { expiryOf, expiryOfReturned } from "../program/expiry.ts";
import type { Account, KeptReason, Lot, LotUse } from "./ledger-entry.ts";
import { inOrderOfUse, spendable, sumOf, takeFrom, waiting } from "./lots.ts";
import { goneFrom, transferredLot } from "./transfer.ts";
import {
  after,
  type EntryAbout,
  entryOf,
  type Holdings,
  min,
  type Posted,
  type PostingTools,
} from "./posting.ts";

/** What of an account is another record's, that had been merged into it and is one of its own again. */
export type Share = {
  /** Lots of the account that came from the record, or that its orders earned since; with what they still hold. */
  lots: readonly Lot[];
  /** What the record's lots paid of the account's debt when they were merged: those lots, as they were then. */
  paidForOther: readonly { lot: Lot; points: bigint }[];
  /** What the account's own lots paid of the record's debt when they were merged. */
  paidByOther: readonly { lot: Lot; points: bigint }[];
  /** The debt that the record came with. */
  debt: bigint;
  held: bigint;
  qualifying: bigint;
};

/**
 * Gives a record back what is its own. Each of the two is left with what it would have without the merge, but that points which
 * were spent meanwhile stay spent, by whom they were spent: lots go back with what remains of them and their dates, debts that
 * were netted are owed again by who made them, and what one lacks for that it owes. Together they have what they had.
 */
export function reverseTransfer(
  from: Holdings,
  to: Holdings,
  share: Share,
  tools: PostingTools,
): Posted[] {
  const available = spendable(share.lots);
  const pending = waiting(share.lots);
  const back = sumOf(share.paidForOther.map(({ lot, points }) => ({ ...lot, remaining: points })));
  if (isNothing(share) && available.length + pending.length === 0 && back === 0n) return [];

  const key = `reverseTransfer.${to.account.customerId}.from.${from.account.customerId}.after.${from.account.seq}`;
  const reason: KeptReason = {
    code: "customer_unmerged",
    fromId: from.account.customerId,
    toId: to.account.customerId,
  };
  const about = { occurredAt: tools.at, reason };
  const parts = { available, pending, back };
  const id = tools.newId();
  const out: About = {
    ...about,
    idempotencyKey: `${key}.out`,
    transfer: { id, kind: "unmerge", counterpartyId: to.account.customerId },
  };
  const into: About = {
    ...about,
    idempotencyKey: `${key}.in`,
    transfer: { id, kind: "unmerge", counterpartyId: from.account.customerId },
  };
  return [leave(from, share, parts, out, tools), arrive(to, share, parts, into, tools)];
}

type Parts = { available: Lot[]; pending: Lot[]; back: bigint };
type About = Omit<EntryAbout, "kind"> & Required<Pick<EntryAbout, "transfer">>;

function leave(
  { account, lots }: Holdings,
  share: Share,
  { available, pending, back }: Parts,
  about: About,
  tools: PostingTools,
): Posted {
  const gone = new Set(share.lots.map(({ id }) => id));
  const staying = spendable(lots).filter(({ id }) => !gone.has(id));
  const change = share.debt - back - sumOf(available);
  const entry = entryOf(
    account,
    { ...about, kind: "move_out" },
    "adjusted",
    {
      ...netted(account, change),
      pendingDelta: -sumOf(pending),
      heldDelta: -share.held,
      qualifyingDelta: -share.qualifying,
    },
    about.transfer.id,
  );
  const after_ = after(account, entry);
  const emptied = share.lots.map((lot) => goneFrom({ ...lot, remaining: 0n }, share.lots));
  const uses: LotUse[] = share.lots
    .filter(({ remaining }) => remaining > 0n)
    .map(({ id, remaining }) => ({ lotId: id, entryId: entry.id, points: remaining }));
  const difference = after_.available - sumOf(staying);
  if (difference <= 0n) {
    const taken = takeFrom(inOrderOfUse(staying), -difference);
    for (const use of taken.taken) uses.push({ ...use, entryId: entry.id });
    return { entry, account: after_, lots: [...emptied, ...taken.lots], uses };
  }
  const given = giveAgain(account, lots, share, difference, entry.id, tools);
  return {
    entry,
    account: after_,
    lots: [...emptied, ...given.lots],
    uses: [...uses, ...given.uses],
  };
}

function arrive(
  { account, lots }: Holdings,
  share: Share,
  { available, pending, back }: Parts,
  about: About,
  tools: PostingTools,
): Posted {
  const entry = entryOf(
    account,
    { ...about, kind: "move_in" },
    "adjusted",
    {
      ...netted(account, sumOf(available) + back - share.debt),
      pendingDelta: sumOf(pending),
      heldDelta: share.held,
      qualifyingDelta: share.qualifying,
    },
    tools.newId(),
  );
  const parts = new Map<string, { lot: Lot; points: bigint }>();
  const add = (lot: Lot, points: bigint) => {
    // A lot that paid a debt with a part of it comes back whole.
    parts.set(lot.id, { lot, points: (parts.get(lot.id)?.points ?? 0n) + points });
  };
  for (const lot of share.lots) if (lot.remaining > 0n) add(lot, lot.remaining);
  for (const { lot, points } of share.paidForOther) add(lot, points);
  const arrived = [...parts.values()].map(({ lot, points }) =>
    transferredLot(lot, points, account, entry.id, tools.newId()),
  );
  const next = after(account, entry);
  const there = spendable([...lots, ...arrived]);
  const settled = takeFrom(inOrderOfUse(there), sumOf(there) - next.available);
  const last = new Map([...arrived, ...settled.lots].map((lot) => [lot.id, lot]));
  return {
    entry,
    account: next,
    lots: [...last.values()],
    uses: settled.taken.map((use) => ({ ...use, entryId: entry.id })),
  };
}

/** How available points and debt change together, when what somebody has less what they owe changes. */
function netted(
  { available, debt }: Account,
  change: bigint,
): { availableDelta: bigint; debtDelta: bigint } {
  const net = available - debt + change;
  return {
    availableDelta: (net > 0n ? net : 0n) - available,
    debtDelta: (net < 0n ? -net : 0n) - debt,
  };
}

/** Points that had paid for a debt of the other one go back to the lots that paid it; others become a lot of their own. */
function giveAgain(
  account: Account,
  lots: readonly Lot[],
  { paidByOther }: Share,
  points: bigint,
  entryId: string,
  { terms, at, newId }: PostingTools,
): { lots: Lot[]; uses: LotUse[] } {
  const given: { lots: Lot[]; uses: LotUse[] } = { lots: [], uses: [] };
  let left = points;
  for (const { lot, points: paid } of paidByOther) {
    const now = lots.find(({ id }) => id === lot.id) ?? lot;
    const part = min(left, min(paid, now.original - now.remaining));
    if (part === 0n || now.customerId !== account.customerId) continue;
    if (now.expiresAt !== null && now.expiresAt <= at) continue;
    given.lots.push({ ...now, remaining: now.remaining + part });
    given.uses.push({ lotId: now.id, entryId, points: -part });
    left -= part;
  }
  if (left > 0n)
    given.lots.push({
      id: newId(),
      customerId: account.customerId,
      entryId,
      orderId: null,
      original: left,
      remaining: left,
      gone: 0n,
      expired: 0n,
      earnedAt: at,
      expiresAt: expiryOfReturned(expiryOf(terms, at), at, terms.timezone),
      pending: false,
      releaseAt: null,
      originLotId: null,
      extendedAt: null,
    });
  return given;
}

function isNothing({ debt, held, qualifying }: Share): boolean {
  return debt === 0n && held === 0n && qualifying === 0n;
}
