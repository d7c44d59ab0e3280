import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { announceChange, lockProgram } from "../program/program.server.ts";
import type { Saver } from "../program/program.ts";
import { ensureTiers, type RatedLadder } from "./ensure-tiers.server.ts";
import {
  type TierInput,
  type TierProblem,
  tierProblems,
  type TierSettings,
} from "./tier-problems.ts";
import { columnsOfTier, termsOf } from "./tier-row.ts";
import type { EntryReward, Tier, TierTerms } from "./tier.ts";

export type ListedTiers = {
  terms: TierTerms;
  /** The lowest first. */
  tiers: (Tier & { members: number })[];
};

/** The shop's tiers with how many are in each, and how they are reached and kept. */
export function listTiers(shopId: string): Promise<ListedTiers> {
  return inShop(shopId, async (tx) => {
    const ladder = await ensureTiers(tx, now());
    const counts = await tx.tierMembership.groupBy({
      by: ["tierId"],
      where: { shopId },
      _count: true,
    });
    const members = new Map(counts.map(({ tierId, _count }) => [tierId, _count]));
    return {
      terms: termsOf(ladder),
      tiers: ladder.tiers.map((tier) => ({ ...tier, members: members.get(tier.id) ?? 0 })),
    };
  });
}

/**
 * Makes the shop's tiers these, the lowest first. Everybody is rated by them anew, in the
 * background (`review-tiers`). An entry reward is for those who enter from now on: nobody is paid
 * for having entered before it was set. Saves nothing when they are no longer as they were `seen`, or when something is wrong with
 * them, which it returns.
 */
export function saveTiers(
  shopId: string,
  settings: TierSettings,
  at: Date,
  { actor = "encore", seen = () => true }: Saver<{ terms: TierTerms; tiers: readonly Tier[] }> = {},
): Promise<{ outcome: "saved" | "changed" } | { outcome: "refused"; problems: TierProblem[] }> {
  const problems = tierProblems(settings);
  if (problems.length > 0) return Promise.resolve({ outcome: "refused", problems });
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, at);
    const before = await ensureTiers(tx, at);
    if (!seen({ terms: termsOf(before), tiers: before.tiers })) return { outcome: "changed" };
    const known = new Map(before.tiers.map((tier) => [tier.id, tier]));
    const tiers = settings.tiers.map((input) => tierOfInput(input, known, at));
    const terms = termsOf(settings);
    await tx.tier.deleteMany({ where: { shopId } });
    await tx.tier.createMany({
      data: tiers.map((tier, position) => {
        const columns = columnsOfTier(tier);
        const entryReward = columns.entryReward ?? Prisma.DbNull;
        return { ...columns, entryReward, shopId, position, updatedAt: at };
      }),
    });
    await tx.tierProgram.update({
      where: { shopId },
      data: {
        ...terms,
        version: { increment: 1 },
        ratedTo: null,
        rated: 0,
        toRate: null,
        updatedAt: at,
      },
    });
    const states = { before: auditedState(before), after: auditedState({ ...terms, tiers }) };
    await announceChange(tx, { actor, action: "tiers.saved", subject: "tiers", ...states }, at);
    return { outcome: "saved" } as const;
  });
}

function tierOfInput(
  { id, name, conditions, perks, entryReward }: TierInput,
  known: ReadonlyMap<string, Tier>,
  at: Date,
): Tier {
  const before = id === null ? undefined : known.get(id);
  const from = before?.entryReward?.from ?? at;
  return {
    id: before?.id ?? newId(),
    name: name.trim(),
    conditions,
    perks,
    entryReward: entryReward && ({ ...entryReward, from } as EntryReward),
  };
}

function auditedState({ tiers, ...terms }: TierTerms & Pick<RatedLadder, "tiers">) {
  return { ...termsOf(terms), tiers: tiers.map(columnsOfTier) };
}
