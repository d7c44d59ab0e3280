import {
  expiryOf,
  expiryOfReturned,
  type ExpiryTerms,
  expiryTogether,
  later,
} from "../program/expiry.ts";
import type {
  Account,
  AdjustDraft,
  LedgerEntry,
  Lot,
  LotUse,
  RedemptionDraft,
} from "./ledger-entry.ts";
import { inOrderOfUse, spendable, takeFrom } from "./lots.ts";
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

/** What a redemption holds and took so far. */
export type RedemptionPoints = {
  /** Not yet captured or given back. */
  held: bigint;
  /** Spent, less what went back since. */
  captured: bigint;
  /** The lots it took from, with what each of them is still short of because of it. */
  taken: readonly { lot: Lot; points: bigint }[];
};

export const nothingTaken: RedemptionPoints = { held: 0n, captured: 0n, taken: [] };

/** Sets points aside, soonest to expire first. There must be as many. */
export function hold(
  { account, lots }: Holdings,
  draft: RedemptionDraft,
  { newId }: PostingTools,
): Posted {
  const points = positive(draft);
  const entry = entryOf(
    account,
    draft,
    "redeemed",
    { availableDelta: -points, heldDelta: points },
    newId(),
  );
  const { lots: changed, taken } = takeFrom(inOrderOfUse(spendable(lots)), points);
  return { entry, account: after(account, entry), lots: changed, uses: usesOf(taken, entry) };
}

/** Held points are spent. The lots gave them already. */
export function capture(account: Account, draft: RedemptionDraft, { newId }: PostingTools): Posted {
  const points = positive(draft);
  const entry = entryOf(account, draft, "redeemed", { heldDelta: -points }, newId());
  return { entry, account: after(account, entry), lots: [], uses: [] };
}

/**
 * Points go back: held ones of a redemption (void), spent ones (return), or what a change by hand took (adjust); debt first. Each lot gets its own back, those that
 * expire last first. Where that lot has expired, or is of a record that was merged, they become a lot of their own; spent ones
 * keep their date but live at least 30 days more, held ones only when their date is over.
 */
export function giveBack(
  { account, lots }: Holdings,
  draft: RedemptionDraft | AdjustDraft,
  { taken }: Pick<RedemptionPoints, "taken">,
  tools: PostingTools,
): Posted {
  const points = positive(draft);
  const repaid = min(points, account.debt);
  const gained = { availableDelta: points - repaid, debtDelta: -repaid };
  const deltas = draft.kind === "void" ? { ...gained, heldDelta: -points } : gained;
  const outside = draft.kind === "adjust" ? "adjusted" : "redeemed";
  const entry = entryOf(account, draft, outside, deltas, tools.newId());

  const origins = taken.map(({ lot, points: short }) => {
    const now = lots.find(({ id }) => id === lot.id) ?? lot;
    return { lot: dated(now, account, draft, tools.terms), points: short };
  });
  const given = partsOf(origins, points).map((part) =>
    returned(part.lot, part.points, account, entry, draft, tools),
  );
  const settled = takeFrom(inOrderOfUse(given.map(({ lot }) => lot)), repaid);
  const last = new Map(
    [...given.map(({ lot }) => lot), ...settled.lots].map((lot) => [lot.id, lot]),
  );
  return {
    entry,
    account: after(account, entry),
    lots: [...last.values()],
    uses: netUses([...given.flatMap(({ use }) => use ?? []), ...usesOf(settled.taken, entry)]),
  };
}

/**
 * A lot as it is now. An emptied one has the date of its day: the expiry may have been switched on, or off, since. Where expiry
 * is rolling, what its owner did since gave all their points more time, held ones too: earned in January, all of it held, and
 * something bought in March, what goes back has March's date, as it would have if one point had been left. What an import took
 * goes back as it was.
 */
function dated(
  lot: Lot,
  { activeAt }: Account,
  { kind }: RedemptionDraft | AdjustDraft,
  terms: ExpiryTerms,
): Lot {
  const together = expiryTogether(terms, activeAt);
  const byRule = together ?? expiryOf(terms, lot.earnedAt);
  const own = byRule && (lot.expiresAt ?? byRule);
  const missedMore = kind !== "adjust" && lot.remaining === 0n && own && together;
  return { ...lot, expiresAt: missedMore ? later(own, together) : own };
}

/** Which lots get how much, from the last to expire to the soonest: what is spent of a redemption is what would have expired first. */
function partsOf(taken: RedemptionPoints["taken"], points: bigint): { lot: Lot; points: bigint }[] {
  const shortOf = taken.map(({ lot, points: short }) => ({ ...lot, remaining: short }));
  const parts = takeFrom(inOrderOfUse(shortOf).toReversed(), points).taken;
  const byId = new Map(taken.map(({ lot }) => [lot.id, lot]));
  return parts.map(({ lotId, points: part }) => ({ lot: byId.get(lotId) as Lot, points: part }));
}

function returned(
  lot: Lot,
  points: bigint,
  account: Account,
  entry: LedgerEntry,
  { kind }: RedemptionDraft | AdjustDraft,
  { terms, at, newId }: PostingTools,
): { lot: Lot; use: LotUse | null } {
  const own = lot.expiresAt;
  const isOver = own !== null && own <= at;
  const expiresAt = kind === "return" || isOver ? expiryOfReturned(own, at, terms.timezone) : own;
  const isSame = lot.customerId === account.customerId && sameTime(expiresAt, lot.expiresAt);
  if (isSame)
    return {
      lot: { ...lot, remaining: lot.remaining + points },
      use: { lotId: lot.id, entryId: entry.id, points: -points },
    };
  return {
    lot: {
      ...lot,
      id: newId(),
      customerId: account.customerId,
      entryId: entry.id,
      original: points,
      remaining: points,
      expiresAt,
      originLotId: lot.id,
      extendedAt: null,
    },
    use: null,
  };
}

/** One row for each lot: what was given back to it less what was taken from it at once. */
function netUses(uses: readonly LotUse[]): LotUse[] {
  const net = new Map<string, LotUse>();
  for (const use of uses) {
    const before = net.get(use.lotId);
    net.set(use.lotId, before ? { ...before, points: before.points + use.points } : use);
  }
  return [...net.values()].filter(({ points }) => points !== 0n);
}

function sameTime(a: Date | null, b: Date | null): boolean {
  return a?.getTime() === b?.getTime();
}
