import type { Perk } from "#app/loyalty/tiers/perks.ts";
import { toDecimal } from "#app/ground/money.ts";
import { ONCE } from "#app/loyalty/program/earning-rule.ts";

import type { TierValues } from "./tier-values.ts";

/** What of a tier's form says what its members have, read. */
export type ParsedPerks = {
  multiplier: number | null;
  discount: number | null;
  discountMinimum: bigint | null;
  freeShipping: boolean;
  freeShippingMinimum: bigint | null;
  earlyAccessHours: number | null;
  productIds: string[];
  collectionIds: string[];
  texts: string[];
};

/** The perks that were typed. */
export function perksOfForm(typed: ParsedPerks): Perk[] {
  const { multiplier, discount, earlyAccessHours, productIds, collectionIds } = typed;
  const minimum = (minor: bigint | null) => ({
    minimumMinor: minor === null ? null : String(minor),
  });
  const perks: (Perk | null)[] = [
    multiplier === null || multiplier === ONCE
      ? null
      : { kind: "multiplier", multiplierBps: multiplier },
    discount === null
      ? null
      : { kind: "discount", percentBps: discount, ...minimum(typed.discountMinimum) },
    typed.freeShipping ? { kind: "free_shipping", ...minimum(typed.freeShippingMinimum) } : null,
    earlyAccessHours === null ? null : { kind: "early_access", hours: earlyAccessHours },
    productIds.length + collectionIds.length === 0
      ? null
      : { kind: "exclusive_products", productIds, collectionIds },
    ...typed.texts.map((text) => ({ kind: "text", text }) as const),
  ];
  return perks.filter((perk) => perk !== null);
}

type PerkValues = Pick<TierValues, keyof ParsedPerks>;

const none: PerkValues = {
  multiplier: "",
  discount: "",
  discountMinimum: "",
  freeShipping: false,
  freeShippingMinimum: "",
  earlyAccessHours: "",
  productIds: [],
  collectionIds: [],
  texts: "",
};

/** Perks, as they would be typed. */
export function perksFormValues(perks: readonly Perk[], currency: string): PerkValues {
  return perks.reduce(
    (values, perk) => ({ ...values, ...perkAsTyped(perk, values, currency) }),
    none,
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
