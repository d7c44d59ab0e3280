import { ONCE } from "../program/earning-rule.ts";

/** What members of a tier have of it, as JSON: money and ids are decimal strings. */
export type Perk =
  | { kind: "multiplier"; multiplierBps: number }
  /** Taken off every order by itself. */
  | { kind: "discount"; percentBps: number; minimumMinor: string | null }
  | { kind: "free_shipping"; minimumMinor: string | null }
  /** So much earlier than everybody else. */
  | { kind: "early_access"; hours: number }
  | { kind: "exclusive_products"; productIds: string[]; collectionIds: string[] }
  | { kind: "text"; text: string };

export type PerkKind = Perk["kind"];
export type PerkOf<Kind extends PerkKind> = Extract<Perk, { kind: Kind }>;

/** How much faster members earn, in basis points: the best multiplier among a tier's perks, once when there is none. */
export function tierMultiplierBps(perks: readonly Perk[]): number {
  const multipliers = perksOf(perks, "multiplier").map(({ multiplierBps }) => multiplierBps);
  return multipliers.length === 0 ? ONCE : Math.max(...multipliers);
}

/** A tier's perks of one kind. */
export function perksOf<Kind extends PerkKind>(perks: readonly Perk[], kind: Kind): PerkOf<Kind>[] {
  return perks.filter((perk): perk is PerkOf<Kind> => perk.kind === kind);
}
