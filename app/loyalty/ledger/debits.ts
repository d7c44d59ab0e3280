import type { Account, AdjustDraft, LedgerEntry, Lot, ReverseDraft } from "./ledger-entry.ts";
import { inOrderOfUse, spendable, sumOf, takeFrom, waiting } from "./lots.ts";
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
  const isOwn = (lot: Lot) =>
    (lot.orderId !== null && lot.orderId === draft.orderId) ||
    given.has(lot.id) ||
    // Moved here a moment ago, by the same batch.
    (lot.originLotId !== null && given.has(lot.originLotId));
  const ownPending = inOrderOfUse(waiting(lots).filter(isOwn));
  const fromPending = min(points, sumOf(ownPending));
  const forgiven = forgives(points - fromPending);
  const taken = points - fromPending - forgiven;
  const fromAvailable = min(taken, account.available);

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
      debtDelta: taken - fromAvailable,
      qualifyingDelta: -(draft.qualifying ?? points),
    },
    newId(),
  );
  const waited = takeFrom(ownPending, fromPending);
  const settled = takeFrom(inOrderOfUse(spendable(lots), isOwn), fromAvailable);
  return {
    entry,
    account: after(account, entry),
    lots: [...waited.lots, ...settled.lots],
    uses: usesOf([...waited.taken, ...settled.taken], entry),
  };
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
      // A lot may be filled again by points that go back, and then has a later date.
      idempotencyKey: `expire.lot.${lot.id}.on.${expiredAt.getTime()}`,
      orderId: lot.orderId,
      occurredAt: expiredAt,
      reason: { code: "points_expired", points: `${lot.remaining}` },
    },
    "expired",
    { availableDelta: -lot.remaining },
    newId(),
  );
  const { lots, taken } = takeFrom([lot], lot.remaining);
  return { entry, account: after(account, entry), lots, uses: usesOf(taken, entry) };
}
