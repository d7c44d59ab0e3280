import { toDecimal } from "#app/ground/money.ts";

/** A tier as far as Shopify has to know of it. */
export type TierToOffer = {
  id: string;
  name: string;
  perks: readonly OfferedPerk[];
};

/** A perk as JSON; those of other kinds are for the theme alone. Money is minor units as text. */
export type OfferedPerk = { kind: string; percentBps?: number; minimumMinor?: string | null };

export type OfferKind = "segment" | "discount" | "free_shipping";

/** Something of a tier that Shopify is to have. `content` tells whether it has it already as it should be. */
export type Offer = { tierId: string; kind: OfferKind; content: string };

const BPS = 10_000;

/** The customers' tag of a tier: what segments, flows and themes know its members by. Without what ends a tag or a quotation. */
export function tagOf(name: string): string {
  return `encore-tier: ${name
    .replaceAll(/[,'"\\]/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()}`;
}

/** All that Shopify is to have of these tiers: a segment of each tier with something that applies by itself, and that. */
export function offersOf(tiers: readonly TierToOffer[]): Offer[] {
  return tiers.flatMap((tier): Offer[] => {
    const discount = tier.perks.find(({ kind }) => kind === "discount");
    const shipping = tier.perks.find(({ kind }) => kind === "free_shipping");
    if (!discount && !shipping) return [];
    const about = (perk: object) => JSON.stringify({ name: tier.name, perk });
    const offer = (kind: OfferKind, content: string): Offer => ({ tierId: tier.id, kind, content });
    return [
      offer("segment", tagOf(tier.name)),
      ...(discount ? [offer("discount", about(discount))] : []),
      ...(shipping ? [offer("free_shipping", about(shipping))] : []),
    ];
  });
}

/** The segment of a tier's members, by the content of its offer. */
export function segmentInput(tag: string): { name: string; query: string } {
  return {
    name: `Encore, ${tag.replace("encore-tier: ", "")}`,
    query: `customer_tags CONTAINS '${tag}'`,
  };
}

/** A tag that only this discount has, to find it by when the answer to its making was lost. */
export function offerTag({ tierId, kind }: Pick<Offer, "tierId" | "kind">): string {
  return `encore-${kind.replace("_", "-")}-${tierId}`;
}

/** `DiscountAutomaticBasicInput` or `DiscountAutomaticFreeShippingInput`, for a segment's members only. */
export function automaticInput(offer: Offer, segmentGid: string, currency: string, startsAt: Date) {
  const { name, perk } = JSON.parse(offer.content) as { name: string; perk: OfferedPerk };
  const shared = {
    title: name,
    startsAt: startsAt.toISOString(),
    context: { customerSegments: { add: [segmentGid] } },
    tags: ["encore", offerTag(offer)],
    ...(perk.minimumMinor && {
      minimumRequirement: {
        subtotal: { greaterThanOrEqualToSubtotal: toDecimal(BigInt(perk.minimumMinor), currency) },
      },
    }),
  };
  if (offer.kind === "free_shipping")
    return {
      ...shared,
      combinesWith: { orderDiscounts: true, productDiscounts: true },
      destination: { all: true },
    };
  return {
    ...shared,
    combinesWith: { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true },
    customerGets: { items: { all: true }, value: { percentage: (perk.percentBps ?? 0) / BPS } },
  };
}
