import { type Basis, type TierProgress, type Tier } from "./tier.ts";

/** How far somebody is by one of the ways into a tier. Spend is minor units. */
export type Step = { basis: Basis; atLeast: bigint; have: bigint; missing: bigint };

/** The next tier, and what is missing by each way into it; any of them is enough. */
export type Progress = { tierId: string; name: string; steps: readonly Step[]; nearest: Step };

/** How far somebody in a tier, or in none, is from the next one; null at the top. */
export function progressOf(
  progress: TierProgress,
  tiers: readonly Tier[],
  tierId: string | null,
): Progress | null {
  const next = tiers[tiers.findIndex(({ id }) => id === tierId) + 1];
  if (!next) return null;
  const steps = next.conditions.map(({ basis, atLeast }) => {
    const have = progress[basis] < 0n ? 0n : progress[basis];
    return { basis, atLeast, have, missing: atLeast > have ? atLeast - have : 0n };
  });
  const [nearest] = steps.toSorted(byShareMissing);
  return nearest ? { tierId: next.id, name: next.name, steps, nearest } : null;
}

/** Compared as fractions without dividing: 1 of 5 orders is nearer than 300 of 500. */
function byShareMissing(a: Step, b: Step): number {
  const [left, right] = [a.missing * b.atLeast, b.missing * a.atLeast];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
