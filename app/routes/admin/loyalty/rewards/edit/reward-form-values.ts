import { toDecimal } from "#app/ground/money.ts";
import type { RewardSettings } from "#app/loyalty/rewards/reward.ts";

import type { RewardValues } from "./reward-form.schema.ts";

/** What a new reward begins with. */
export const newReward: RewardValues = {
  name: "",
  kind: "amount",
  cost: "500",
  amount: "5",
  percent: "10",
  goodFor: "everything",
  productIds: [],
  collectionIds: [],
  minimum: "",
  // Beside everything but what takes off the same thing: the points would be worth less to one than to another.
  combinesWith: { orderDiscounts: false, productDiscounts: true, shippingDiscounts: true },
  validDays: "90",
  codes: "personal",
  onLapse: "return",
  limitCount: "",
  limitPeriod: "ever",
  tierIds: [],
};

/** A reward, as it would be typed. */
export function rewardFormValues(reward: RewardSettings, currency: string): RewardValues {
  const money = (minor: bigint | null) => (minor === null ? "" : toDecimal(minor, currency));
  const count = (number: number | null) => (number === null ? "" : String(number));
  const { name, kind, productIds, collectionIds, codes, onLapse, limitPeriod } = reward;
  return {
    name,
    kind,
    cost: String(reward.cost),
    amount: money(reward.amountMinor),
    percent: reward.percentBps === null ? "" : String(reward.percentBps / 100),
    goodFor: goodForOf(reward),
    productIds: productIds.map(String),
    collectionIds: collectionIds.map(String),
    minimum: money(reward.minimumMinor),
    combinesWith: { ...reward.combinesWith },
    validDays: count(reward.validDays),
    codes,
    onLapse,
    limitCount: count(reward.limitCount),
    limitPeriod,
    tierIds: [...reward.tierIds],
  };
}

function goodForOf({ productIds, collectionIds }: RewardSettings): RewardValues["goodFor"] {
  if (collectionIds.length > 0) return "collections";
  return productIds.length > 0 ? "products" : "everything";
}
