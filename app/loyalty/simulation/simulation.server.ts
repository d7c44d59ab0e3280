import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { wake } from "#app/ground/queues.server.ts";

import { needCollections } from "../program/need-collections.server.ts";
import type { ProgramSettings } from "../program/program.ts";
import { ensureProgram } from "../program/program.server.ts";
import { snapshotOf } from "../program/earning-rule.ts";
import type { SimulationTotals } from "./tally.ts";

const MOST_KEPT = 10;

export type FoundSimulation = {
  id: string;
  state: "running" | "done" | "failed";
  startedAt: string;
  /** Customers whose orders were tried so far, of how many; null in one that an earlier release began. */
  customers: number;
  total: number | null;
  /** Once it is done. */
  tally: SimulationTotals | null;
};

/**
 * Tries settings over the shop's past orders without saving them. It goes on by itself in the
 * workers; one that was running is given up. Returns the id under which it is found.
 */
export async function startSimulation(
  shopId: string,
  settings: Partial<ProgramSettings>,
  at: Date,
): Promise<string> {
  const id = newId();
  await inShop(shopId, async (tx) => {
    const rule = { ...(await ensureProgram(tx, at)), ...settings };
    await needCollections(tx, [
      ...rule.excludedCollectionIds,
      ...rule.multipliers.flatMap(({ collectionIds }) => collectionIds),
    ]);
    await tx.simulation.updateMany({
      where: { shopId, state: "running" },
      data: { state: "failed", endedAt: at },
    });
    const old = await tx.simulation.findMany({
      where: { shopId },
      orderBy: { id: "desc" },
      skip: MOST_KEPT - 1,
      select: { id: true },
    });
    await tx.simulation.deleteMany({ where: { shopId, id: { in: old.map((one) => one.id) } } });
    const total = await tx.customer.count({ where: { shopId, mergedIntoId: null } });
    await tx.simulation.create({
      data: { shopId, id, settings: snapshotOf(rule), state: "running", total, startedAt: at },
    });
  });
  await wake("simulate-rule", { shopId });
  return id;
}

/** A simulation and how far it is; null when there is no such one. */
export async function findSimulation(shopId: string, id: string): Promise<FoundSimulation | null> {
  const found = await inShop(shopId, (tx) =>
    tx.simulation.findUnique({ where: { shopId_id: { shopId, id } } }),
  );
  if (!found) return null;
  const { state, customers, total, startedAt, result } = found;
  const { tally } = (result ?? { tally: null }) as { tally: SimulationTotals | null };
  return {
    id,
    state: state as FoundSimulation["state"],
    startedAt: startedAt.toISOString(),
    customers,
    total,
    tally: state === "done" ? tally : null,
  };
}
