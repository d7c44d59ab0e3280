import type { Tier, TierTerms } from "#app/loyalty/tiers/tier.ts";
import { toDecimal } from "#app/ground/money.ts";
import { ONCE } from "#app/loyalty/program/earning-rule.ts";
import type { Perk } from "#app/loyalty/tiers/perks.ts";

import type { TiersValues, TierValues } from "./tiers-form.schema.ts";

const USUAL_DAYS = "365";

const noPerks = {
  multiplier: "",
  discount: "",
  discountMinimum: "",
  freeShipping: false,
  freeShippingMinimum: "",
  earlyAccessHours: "",
  productIds: [],
  collectionIds: [],
  texts: "",
} satisfies Partial<TierValues>;

type PerkValues = Pick<TierValues, keyof typeof noPerks>;

/** The shop's tiers, as they would be typed. */
export function tiersFormValues(
  { terms, tiers }: { terms: TierTerms; tiers: readonly Tier[] },
  currency: string,
): TiersValues {
  const { active, window, graceDays, onRefund } = terms;
  return {
    active,
    window: window.kind,
    windowDays: window.kind === "rolling" ? String(window.days) : USUAL_DAYS,
    graceDays: String(graceDays),
    onRefund,
    tiers: tiers.map((tier) => tierAsTyped(tier, currency)),
  };
}

/** A tier that is not there yet, which nothing leads to. */
export function newTier(others: readonly TierValues[]): TierValues {
  const keys = others.map(({ key }) => key);
  const numbers = Array.from({ length: others.length + 1 }, (_, index) => `new.${index}`);
  return {
    ...noPerks,
    id: null,
    key: numbers.find((key) => !keys.includes(key)) ?? "new",
    name: "",
    orders: "",
    spend: "",
    points: "",
    entry: { kind: "nothing", points: "", rewardId: "" },
  };
}

function tierAsTyped(
  { id, name, conditions, perks, entryReward }: Tier,
  currency: string,
): TierValues {
  const asked = (basis: string) =>
    conditions.find((condition) => condition.basis === basis)?.atLeast;
  const spend = asked("spend");
  return {
    ...perksFormValues(perks, currency),
    id,
    key: id,
    name,
    orders: asked("orders")?.toString() ?? "",
    spend: spend === undefined ? "" : toDecimal(spend, currency),
    points: asked("points")?.toString() ?? "",
    entry: entryAsTyped(entryReward),
  };
}

function entryAsTyped(reward: Tier["entryReward"]): TierValues["entry"] {
  if (reward === null) return { kind: "nothing", points: "", rewardId: "" };
  return "points" in reward
    ? { kind: "points", points: String(reward.points), rewardId: "" }
    : { kind: "reward", points: "", rewardId: reward.rewardId };
}

function perksFormValues(perks: readonly Perk[], currency: string): PerkValues {
  return perks.reduce<PerkValues>(
    (values, perk) => ({ ...values, ...perkAsTyped(perk, values, currency) }),
    noPerks,
  );
}

function perkAsTyped(perk: Perk, before: PerkValues, currency: string): Partial<PerkValues> {
  const money = (minor: string | null) =>
    minor === null ? "" : toDecimal(BigInt(minor), currency);
  switch (perk.kind) {
    case "multiplier":
      return { multiplier: String(perk.multiplierBps / ONCE) };
    case "discount":
      return {
        discount: String(perk.percentBps / 100),
        discountMinimum: money(perk.minimumMinor),
      };
    case "free_shipping":
      return { freeShipping: true, freeShippingMinimum: money(perk.minimumMinor) };
    case "early_access":
      return { earlyAccessHours: String(perk.hours) };
    case "exclusive_products":
      return { productIds: perk.productIds, collectionIds: perk.collectionIds };
    case "text":
      return { texts: before.texts === "" ? perk.text : `${before.texts}\n${perk.text}` };
  }
}
