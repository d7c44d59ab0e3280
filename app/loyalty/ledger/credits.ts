import { expiryOf, expiryTogether } from "../program/expiry.ts";
import type { Account, AdjustDraft, EarnDraft, LedgerEntry, Lot } from "./ledger-entry.ts";
import {
  after,
  entryOf,
  min,
  positive,
  type Posted,
  type PostingTools,
  usesOf,
} from "./posting.ts";
import { limitOf } from "./shortfall.ts";

/**
 * Gives points. Debt is repaid first, out of the new lot; the rest is available. Points that have to wait become a pending lot
 * instead, which repays when it is released: until then they may still be taken back, so they pay for nothing.
 */
export function credit(account: Account, draft: EarnDraft, tools: PostingTools): Posted {
  const points = positive(draft);
  const qualifyingDelta = draft.qualifying ?? points;
  if (!isWaiting(draft, tools.at)) {
    const isByTime = limitOf(tools.terms) !== null;
    const occurredAt = isByTime ? (draft.countsFrom ?? startOf(draft)) : draft.occurredAt;
    const dated = { ...draft, occurredAt, earnedAt: draft.earnedAt ?? draft.occurredAt };
    return give(account, dated, tools, "issued", qualifyingDelta);
  }

  const entry = entryOf(
    account,
    draft,
    "issued",
    { pendingDelta: points, qualifyingDelta },
    tools.newId(),
  );
  const releaseAt = draft.wait && draft.wait !== "until_verified" ? draft.wait.until : null;
  const lot: Lot = { ...lotOf(draft, entry, points, tools), pending: true, releaseAt };
  return { entry, account: after(account, entry), lots: [lot], uses: [] };
}

/** Gives points by hand. */
export function adjustUp(account: Account, draft: AdjustDraft, tools: PostingTools): Posted {
  return give(account, draft, tools, "adjusted", 0n);
}

/**
 * Lets points of a pending lot be spent. Debt is repaid first. The clock of their expiry starts when they were due, however
 * late somebody looks.
 */
export function release(account: Account, lot: Lot, tools: PostingTools): Posted {
  const points = lot.remaining;
  const startsAt = lot.releaseAt ?? tools.at;
  const repaid = min(points, account.debt);
  const entry = entryOf(
    account,
    {
      kind: "release",
      idempotencyKey: `release.lot.${lot.id}`,
      orderId: lot.orderId,
      occurredAt: startsAt,
      reason: { code: "points_released", points: `${points}` },
    },
    "issued",
    { pendingDelta: -points, availableDelta: points - repaid, debtDelta: -repaid },
    tools.newId(),
  );
  const released: Lot = {
    ...lot,
    remaining: points - repaid,
    pending: false,
    releaseAt: null,
    expiresAt: expiryOf(tools.terms, startsAt),
  };
  return {
    entry,
    account: after(account, entry),
    lots: [released],
    uses: repaid > 0n ? usesOf([{ lotId: lot.id, points: repaid }], entry) : [],
  };
}

/** From when points count: when they were earned, or when they stopped waiting. */
export function startOf({
  occurredAt,
  earnedAt = occurredAt,
  wait,
}: Pick<EarnDraft, "occurredAt" | "earnedAt" | "wait">): Date {
  return wait && wait !== "until_verified" ? wait.until : earnedAt;
}

function give(
  account: Account,
  draft: EarnDraft | AdjustDraft,
  tools: PostingTools,
  outside: "issued" | "adjusted",
  qualifyingDelta: bigint,
): Posted {
  const repaid = min(draft.points, account.debt);
  const entry = entryOf(
    account,
    draft,
    outside,
    { availableDelta: draft.points - repaid, debtDelta: -repaid, qualifyingDelta },
    tools.newId(),
  );
  const expiresAt =
    draft.kind === "earn"
      ? expiryOf(tools.terms, startOf(draft))
      : expiryOfGift(account, draft, tools);
  const lot: Lot = {
    ...lotOf(draft, entry, draft.points, tools),
    remaining: draft.points - repaid,
    expiresAt,
  };
  return {
    entry,
    account: after(account, entry),
    lots: [lot],
    uses: repaid > 0n ? usesOf([{ lotId: lot.id, points: repaid }], entry) : [],
  };
}

/** With rolling expiry all points of an account go together. A gift comes to those that are there, and does not put off their day. */
function expiryOfGift(
  { activeAt }: Account,
  { occurredAt }: AdjustDraft,
  { terms, at }: PostingTools,
): Date | null {
  const together = expiryTogether(terms, activeAt);
  return together !== null && together > at ? together : expiryOf(terms, occurredAt);
}

/** Points whose waiting was over before they were posted do not wait. */
function isWaiting({ wait }: EarnDraft, at: Date): boolean {
  if (!wait) return false;
  return wait === "until_verified" || wait.until > at;
}

function lotOf(
  draft: EarnDraft | AdjustDraft,
  entry: LedgerEntry,
  points: bigint,
  { newId }: PostingTools,
): Lot {
  return {
    id: newId(),
    customerId: entry.customerId,
    entryId: entry.id,
    orderId: entry.orderId,
    original: points,
    remaining: points,
    gone: 0n,
    expired: 0n,
    earnedAt: (draft.kind === "earn" ? draft.earnedAt : undefined) ?? draft.occurredAt,
    expiresAt: null,
    pending: false,
    releaseAt: null,
    originLotId: null,
    extendedAt: null,
  };
}
