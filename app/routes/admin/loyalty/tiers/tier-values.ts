/** A tier as it is typed. Empty text is no such way, perk or minimum. */
export type TierValues = {
  /** Null for a new one. */
  id: string | null;
  /** Tells tiers of the form apart, new ones too. */
  key: string;
  name: string;
  orders: string;
  spend: string;
  points: string;
  /** 1.5 is half as much again. */
  multiplier: string;
  discount: string;
  discountMinimum: string;
  freeShipping: boolean;
  freeShippingMinimum: string;
  earlyAccessHours: string;
  productIds: string[];
  collectionIds: string[];
  /** One a line. */
  texts: string;
  entry: { kind: "nothing" | "points" | "reward"; points: string; rewardId: string };
};
