import type { Perk } from "./perks.ts";
import { type Basis, bases, type Condition, type EntryReward, type TierTerms } from "./tier.ts";

/** A tier as somebody wants it to be; without an id it is a new one. */
export type TierInput = {
  id: string | null;
  name: string;
  conditions: readonly Condition[];
  perks: readonly Perk[];
  entryReward: WithoutDate<EntryReward> | null;
};

/** Tiers, the lowest first, and how they are reached and kept. */
export type TierSettings = TierTerms & { tiers: readonly TierInput[] };

/** What is wrong, in words for the merchant, and with which tier, counted from 0; null is all of them. */
export type TierProblem = { tier: number | null; words: string };

type WithoutDate<Reward> = Reward extends unknown ? Omit<Reward, "from"> : never;

const MOST_TIERS = 10;
const LONGEST_NAME = 40;
const MOST_MULTIPLIER_BPS = 100_000;
const WHOLE_BPS = 10_000;

const basisWords: Record<Basis, string> = {
  orders: "orders",
  spend: "money spent",
  points: "points",
};

/** All that is wrong with these settings; empty when they can be saved. */
export function tierProblems(settings: TierSettings): TierProblem[] {
  const all = (words: string): TierProblem => ({ tier: null, words });
  const { tiers, window, graceDays } = settings;
  return [
    ...when(tiers.length === 0, all("Keep at least one tier, or switch tiers off.")),
    ...when(tiers.length > MOST_TIERS, all(`Have at most ${MOST_TIERS} tiers.`)),
    ...when(
      window.kind === "rolling" && !isWhole(window.days, 1, 3_650),
      all("Count the last 1 to 3,650 days."),
    ),
    ...when(!isWhole(graceDays, 0, 365), all("Let the days of grace be 0 to 365.")),
    ...tiers.flatMap((tier, index) =>
      wordsFor(tier, index, tiers).map((words) => ({ tier: index, words })),
    ),
  ];
}

function wordsFor(tier: TierInput, index: number, tiers: readonly TierInput[]): string[] {
  const name = tier.name.trim();
  const sameName = tiers.findIndex((one) => sameWord(one.name, name)) < index;
  const isTwice = (condition: Condition) =>
    tier.conditions.filter(({ basis }) => basis === condition.basis).length > 1;
  return [
    ...when(name === "", "Give the tier a name."),
    ...when(name.length > LONGEST_NAME, `Keep the name within ${LONGEST_NAME} letters.`),
    ...when(name !== "" && sameName, "Another tier has this name."),
    ...when(tier.conditions.length === 0, "Say how the tier is reached."),
    ...when(tier.conditions.some(isTwice), "Name each way to reach the tier once."),
    ...bases.flatMap((basis) => thresholdWords(basis, index, tiers)),
    ...tier.perks.flatMap(perkWords),
    ...when(
      tier.entryReward !== null && "points" in tier.entryReward && tier.entryReward.points <= 0n,
      "Give at least 1 point for entering, or nothing.",
    ),
  ];
}

/** Each tier asks for more than the nearest one below that is reached the same way. */
function thresholdWords(basis: Basis, index: number, tiers: readonly TierInput[]): string[] {
  const asked = (tier: TierInput | undefined) =>
    tier?.conditions.find((condition) => condition.basis === basis)?.atLeast;
  const own = asked(tiers[index]);
  if (own === undefined) return [];
  if (own < 0n || (own === 0n && index > 0))
    return [`Ask for more ${basisWords[basis]} than none.`];
  const below = tiers.slice(0, index).findLast((tier) => asked(tier) !== undefined);
  if (!below || own > (asked(below) ?? 0n)) return [];
  return [`Ask for more ${basisWords[basis]} than "${below.name}" does: it is the lower tier.`];
}

function perkWords(perk: Perk): string[] {
  switch (perk.kind) {
    case "multiplier":
      return when(
        !isWhole(perk.multiplierBps, WHOLE_BPS, MOST_MULTIPLIER_BPS),
        "Let members earn 1 to 10 times as fast.",
      );
    case "discount":
      return when(
        !isWhole(perk.percentBps, 1, WHOLE_BPS),
        "Let the discount be 0.01 to 100 percent.",
      );
    case "early_access":
      return when(!isWhole(perk.hours, 1, 8_760), "Let early access be 1 hour to a year.");
    case "exclusive_products":
      return when(
        perk.productIds.length + perk.collectionIds.length === 0,
        "Choose what only members can buy.",
      );
    case "text":
      return when(perk.text.trim() === "", "Write what members get.");
    case "free_shipping":
      return [];
  }
}

function when<Item>(isSo: boolean, item: Item): Item[] {
  return isSo ? [item] : [];
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function sameWord(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
