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
import { inOrderOfUse, spendable, takeFrom, worthOf } from "./lots.ts";
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
 * Points go back: held ones of a redemption (void), spent ones (return), or what a change by hand took (adjust); debt first. Of all
 * lots that something was spent of, those that are used last get it back; what they do not lack goes to the lots that gave it. Where
 * such a lot has expired, or is of a record that was merged, they become a lot of their own; spent ones keep their date but live at
 * least 30 days more, held ones only when their date is over.
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

  const asNow = (lot: Lot) => dated(lot, account, draft, tools.terms);
  const gave = taken.map((one) => ({
    ...one,
    lot: lots.find(({ id }) => id === one.lot.id) ?? one.lot,
  }));
  const sources = sourcesOf(lots, gave, asNow);
  const given = sources(points).map((part) => returned(part, account, entry, draft, tools));
  const filled = given.flatMap(({ lots: changed }) => changed);
  const settled = takeFrom(inOrderOfUse(filled), repaid);
  const last = new Map([...filled, ...settled.lots].map((lot) => [lot.id, lot]));
  return {
    entry,
    account: after(account, entry),
    lots: [...last.values()],
    uses: netUses([...given.flatMap(({ use }) => use ?? []), ...usesOf(settled.taken, entry)]),
  };
}

/**
 * Which lots get how many points back, each once: first those that gave them, as far as they lack them, or were to be without them by
 * now; then others that lack some; and at last those that gave them, all the same.
 *
 * 100 were spent of March's lot; then it turned out that they had been January's. What comes back is January's.
 */
function sourcesOf(
  lots: readonly Lot[],
  taken: RedemptionPoints["taken"],
  asNow: (lot: Lot) => Lot,
): (points: bigint) => { lot: Lot; points: bigint }[] {
  const isHere = new Set(lots.map(({ id }) => id));
  const lacks = ({ lot, points }: { lot: Lot; points: bigint }) =>
    isHere.has(lot.id) ? min(points, lackOf(lot) + lot.gone) : points;
  const others = lots
    .filter(({ pending }) => !pending)
    .map((lot) => ({ lot, points: lackOf(lot) }));
  const rounds = [taken.map((one) => ({ ...one, points: lacks(one) })), others, taken];
  return (points) => {
    const got = new Map<string, { lot: Lot; points: bigint }>();
    let left = points;
    for (const round of rounds) {
      const room = round
        .map((one) => ({ ...one, points: one.points - (got.get(one.lot.id)?.points ?? 0n) }))
        .filter((one) => one.points > 0n)
        .map(({ lot, points: some }) => ({ lot: asNow(lot), points: some }));
      const all = room.reduce((sum, one) => sum + one.points, 0n);
      for (const part of partsOf(room, min(left, all))) {
        const before = got.get(part.lot.id)?.points ?? 0n;
        got.set(part.lot.id, { lot: part.lot, points: before + part.points });
        left -= part.points;
      }
    }
    return [...got.values()];
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
  { lot, points }: { lot: Lot; points: bigint },
  account: Account,
  entry: LedgerEntry,
  { kind, occurredAt }: RedemptionDraft | AdjustDraft,
  { terms, at: now, newId }: PostingTools,
): { lots: Lot[]; use: LotUse | null } {
  // However late somebody hears that goods went back.
  const at = kind === "return" && occurredAt < now ? occurredAt : now;
  const date = lot.expiresAt;
  const isOver = date !== null && date <= at;
  const expiresAt = kind === "return" || isOver ? expiryOfReturned(date, at, terms.timezone) : date;
  const isSame = lot.customerId === account.customerId && sameTime(expiresAt, lot.expiresAt);
  if (isSame)
    return {
      lots: [{ ...lot, remaining: lot.remaining + points }],
      use: { lotId: lot.id, entryId: entry.id, points: -points },
    };
  const tooMuch = points - lackOf(lot);
  // What was taken back of a spent lot from elsewhere would have been taken of this, had it been there.
  const gone = tooMuch > 0n ? min(tooMuch, lot.gone) : 0n;
  const own: Lot = {
    ...lot,
    id: newId(),
    customerId: account.customerId,
    entryId: entry.id,
    original: points,
    remaining: points,
    gone,
    expired: 0n,
    expiresAt,
    originLotId: lot.id,
    extendedAt: null,
  };
  return { lots: gone > 0n ? [{ ...lot, gone: lot.gone - gone }, own] : [own], use: null };
}

/** What was spent of a lot. */
function lackOf(lot: Lot): bigint {
  const lack = worthOf(lot) - lot.remaining;
  return lack > 0n ? lack : 0n;
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
