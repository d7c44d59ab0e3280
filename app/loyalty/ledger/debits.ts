import type { Account, AdjustDraft, LedgerEntry, Lot, ReverseDraft } from "./ledger-entry.ts";
import { inOrderOfUse, spendable, sumOf, takeFrom, type Taken, waiting, worthOf } from "./lots.ts";
import {
  after,
  entryOf,
  type Holdings,
  min,
  positive,
  type Posted,
  type PostingTools,
  usesOf,
} from "./posting.ts";
import { limitOf } from "./shortfall.ts";

/**
 * Takes points back: from what is still pending of the same order, then from available points (the order's own lots first, then
 * the soonest to expire), and what was spent already becomes debt. `forgives` says how much of what is not pending is not asked
 * back, which the entry's reason says, too. `given` are the lots that were made by what is undone, where no order says which are
 * meant.
 *
 * Pending points of other orders are never touched. They are not their owner's yet: another refund may still take them, and
 * then it would find nothing. It also makes the order of arrival matter, whether those points or available ones went first;
 * the debt that stands beside them instead is repaid when they are released, and comes to the same whatever came first.
 */
export function clawback(
  { account, lots }: Holdings,
  draft: ReverseDraft,
  { terms, at, newId, forgives }: PostingTools & { forgives: (points: bigint) => bigint },
  given: ReadonlySet<string>,
): Posted {
  const points = positive(draft);
  const isOwn = ownLots(draft, given);
  const ownPending = inOrderOfUse(waiting(lots).filter(isOwn));
  const fromPending = min(points, sumOf(ownPending));
  const forgiven = forgives(points - fromPending);
  const asked = points - fromPending - forgiven;
  const fromAvailable = min(asked, account.available);

  const { importId, actor, orderId, ruleSnapshot, kind, idempotencyKey } = draft;
  const entry = entryOf(
    account,
    {
      kind,
      idempotencyKey,
      occurredAt: takenBackAt(draft, at),
      orderId,
      ruleSnapshot,
      reason: forgiven > 0n ? { ...draft.reason, forgiven: `${forgiven}` } : draft.reason,
      forgiven,
      debtLimit: limitOf(terms),
      ...(importId && { importId }),
      ...(actor && { actor }),
    },
    "revoked",
    {
      pendingDelta: -fromPending,
      availableDelta: -fromAvailable,
      debtDelta: asked - fromAvailable,
      qualifyingDelta: -(draft.qualifying ?? points),
    },
    newId(),
  );
  const waited = takeFrom(ownPending, fromPending);
  const settled = takeFrom(inOrderOfUse(spendable(lots), isOwn), fromAvailable);
  const taken = [...waited.taken, ...settled.taken];
  const isFromOthers = settled.lots.some((lot) => !isOwn(lot));
  const next = after(account, entry);
  return {
    entry,
    account: isFromOthers ? { ...next, spent: true } : next,
    lots: withoutGone(lots, isOwn, [...waited.lots, ...settled.lots], { points, taken }),
    uses: usesOf(taken, entry),
  };
}

/**
 * The changed lots, and the own ones as what they never should have given is gone from them: what was still in them, and of what was
 * spent of them as much as was taken from elsewhere, or not at all.
 */
function withoutGone(
  lots: readonly Lot[],
  isOwn: (lot: Lot) => boolean,
  changed: readonly Lot[],
  { points, taken }: { points: bigint; taken: readonly Taken[] },
): Lot[] {
  const after_ = new Map(changed.map((lot) => [lot.id, lot]));
  let left = points;
  const go = (lot: Lot, gone: bigint) => {
    after_.set(lot.id, { ...lot, gone: lot.gone + gone });
    left -= gone;
  };
  for (const { lotId, points: part } of taken) {
    const lot = after_.get(lotId);
    if (lot && isOwn(lot)) go(lot, part);
  }
  const own = inOrderOfUse(lots.filter((lot) => isOwn(lot) && !lot.pending));
  for (const { id } of own) {
    const lot = after_.get(id) ?? (own.find((one) => one.id === id) as Lot);
    const spent = min(left, worthOf(lot) - lot.remaining);
    if (spent > 0n) go(lot, spent);
  }
  return [...after_.values()];
}

/**
 * The lots of which more expired than should have, by what is taken back only now: of the own ones all that expired, and of others
 * that expired only after this was gone, what it would have taken of them. With how much that is.
 *
 * 100 that were earned in January and expired in June; in July it is heard that 40 went back in May: only 60 expired.
 */
export function expiredTooMuch(
  { lots }: Holdings,
  draft: ReverseDraft,
  at: Date,
  given: ReadonlySet<string>,
): { lot: Lot; points: bigint }[] {
  if (lots.every(({ expired }) => expired === 0n)) return [];
  const isOwn = ownLots(draft, given);
  const takenAt = takenBackAt(draft, at);
  let left = positive(draft) - sumOf(waiting(lots).filter(isOwn));
  const tooMuch: { lot: Lot; points: bigint }[] = [];
  for (const lot of inOrderOfUse(
    lots.filter(({ pending }) => !pending),
    isOwn,
  )) {
    if (left <= 0n) break;
    left -= min(left, lot.remaining);
    const isAfter = isOwn(lot) || (lot.expiresAt !== null && lot.expiresAt > takenAt);
    const points = isAfter ? min(left, lot.expired) : 0n;
    if (points > 0n) tooMuch.push({ lot, points });
    left -= points;
  }
  return tooMuch;
}

/**
 * Gives points back that should not have expired, as is known by now: they had been taken back before that, or their owner had done
 * something that kept them. `by` says what it is known by. Debt is repaid first, as by all that comes.
 */
export function undoExpiry(
  account: Account,
  { lot, points }: { lot: Lot; points: bigint },
  by: { code: "expired_too_much" | "kept_alive"; key: string },
  { newId, at }: Pick<PostingTools, "newId" | "at">,
): Posted {
  const repaid = min(points, account.debt);
  const entry = entryOf(
    account,
    {
      kind: "expire",
      idempotencyKey: `expire.lot.${lot.id}.less.by.${by.key}`,
      orderId: lot.orderId,
      occurredAt: lot.expiresAt ?? at,
      reason: { code: by.code, points: `${points}` },
    },
    "expired",
    { availableDelta: points - repaid, debtDelta: -repaid },
    newId(),
  );
  const back = points - repaid;
  return {
    entry,
    account: after(account, entry),
    lots: [{ ...lot, remaining: lot.remaining + back, expired: lot.expired - points }],
    uses: back > 0n ? [{ lotId: lot.id, entryId: entry.id, points: -back }] : [],
  };
}

/** Moves what was spent from lots to those that are used before them, so that balances stay as they are. */
export function reallocate(
  { account, lots }: Holdings,
  moved: readonly Taken[],
  cause: Pick<LedgerEntry, "idempotencyKey" | "occurredAt">,
  { newId }: Pick<PostingTools, "newId">,
): Posted {
  const entry = entryOf(
    account,
    {
      kind: "reallocate",
      idempotencyKey: `reallocate.after.${cause.idempotencyKey}`,
      occurredAt: cause.occurredAt,
      reason: { code: "lots_reallocated" },
    },
    "adjusted",
    {},
    newId(),
  );
  const points = new Map(moved.map((one) => [one.lotId, one.points]));
  const changed = lots.flatMap((lot) => {
    const part = points.get(lot.id);
    return part === undefined ? [] : [{ ...lot, remaining: lot.remaining - part }];
  });
  return { entry, account: after(account, entry), lots: changed, uses: usesOf(moved, entry) };
}

/** Which lots were made by what is undone. */
function ownLots({ orderId }: ReverseDraft, given: ReadonlySet<string>): (lot: Lot) => boolean {
  return (lot) =>
    (lot.orderId !== null && lot.orderId === orderId) ||
    given.has(lot.id) ||
    // Moved here a moment ago, by the same batch.
    (lot.originLotId !== null && given.has(lot.originLotId));
}

/** When points are gone that are taken back: not before they could be spent, and while they cannot, when it was heard of. */
export function takenBackAt({ occurredAt, countsFrom }: ReverseDraft, at: Date): Date {
  return countsFrom && countsFrom <= at ? countsFrom : occurredAt;
}

/**
 * Takes back what was forgiven, now that points are there which make up for it: `cause` brought them, such as points that were
 * spent and came back with their goods.
 */
export function makeUp(
  { account, lots }: Holdings,
  points: bigint,
  cause: Pick<LedgerEntry, "idempotencyKey" | "occurredAt">,
  { terms, newId }: PostingTools,
): Posted {
  const fromAvailable = min(points, account.available);
  const entry = entryOf(
    account,
    {
      kind: "reverse",
      idempotencyKey: `makeUp.${cause.idempotencyKey}`,
      occurredAt: cause.occurredAt,
      reason: { code: "forgiven_made_up", points: `${points}` },
      forgiven: -points,
      debtLimit: limitOf(terms),
    },
    "revoked",
    { availableDelta: -fromAvailable, debtDelta: points - fromAvailable },
    newId(),
  );
  const { lots: changed, taken } = takeFrom(inOrderOfUse(spendable(lots)), fromAvailable);
  return { entry, account: after(account, entry), lots: changed, uses: usesOf(taken, entry) };
}

/** Takes points by hand, soonest to expire first. There must be as many. */
export function adjustDown(
  { account, lots }: Holdings,
  draft: AdjustDraft,
  { newId }: PostingTools,
): Posted {
  const entry = entryOf(account, draft, "adjusted", { availableDelta: draft.points }, newId());
  const { lots: changed, taken } = takeFrom(inOrderOfUse(spendable(lots)), -draft.points);
  return {
    entry,
    account: after(account, entry),
    lots: changed,
    uses: usesOf(taken, entry),
  };
}

/** Ends what remains in a lot. */
export function expire(account: Account, lot: Lot, { newId, at }: PostingTools): Posted {
  const expiredAt = lot.expiresAt ?? at;
  const entry = entryOf(
    account,
    {
      kind: "expire",
      // A lot may be filled again by points that go back, and then has a later date; or its points turn out not to have expired.
      idempotencyKey: `expire.lot.${lot.id}.on.${expiredAt.getTime()}.after.${account.seq}`,
      orderId: lot.orderId,
      occurredAt: expiredAt,
      reason: { code: "points_expired", points: `${lot.remaining}` },
    },
    "expired",
    { availableDelta: -lot.remaining },
    newId(),
  );
  const { lots, taken } = takeFrom([lot], lot.remaining);
  const expired = lots.map((one) => ({ ...one, expired: lot.expired + lot.remaining }));
  return { entry, account: after(account, entry), lots: expired, uses: usesOf(taken, entry) };
}
