import { productRate } from "./rates.ts";
import { type EarnRule } from "./rule.ts";

/** Who buys what, and when: for a merchant who tries a rule. */
export type Example = {
  /** Which of the rule's multipliers the product has; null for a product without one. */
  multiplier: number | null;
  campaignBps: number;
  tierBps: number;
};

/** What one product earns at, in basis points, by the function that orders go by; 0 when it earns nothing. */
export function exampleRate(rule: Omit<EarnRule, "version">, example: Example): number {
  const chosen = example.multiplier === null ? undefined : rule.multipliers[example.multiplier];
  const productId = chosen ? (chosen.productIds[0] ?? 0n) : null;
  const everything = { id: "example", productIds: [], collectionIds: [] };
  const { eligible, multiplierBps } = productRate(
    productId,
    {
      ...rule,
      version: 0,
      campaigns: [{ ...everything, multiplierBps: example.campaignBps }],
      tierMultiplierBps: example.tierBps,
    },
    new Map(productId === null ? [] : [[productId, chosen?.collectionIds ?? []]]),
  );
  return eligible ? multiplierBps : 0;
}
