import { audit } from "#app/audit/audit.server.ts";
import { customerNames } from "#app/customers/customer-names.server.ts";
import { countPeople, type PeopleOfList } from "#app/customers/list/people-of-list.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { wake } from "#app/ground/queues.server.ts";
import type { BulkRun as Row } from "#prisma/generated/client/client.ts";

import type { BulkProblem, BulkRun, BulkWork } from "./bulk-run.ts";

type By = { actor: string; at: Date };

/** How many customers something would be done about. */
export function countBulk(shopId: string, people: PeopleOfList): Promise<number> {
  return inShop(shopId, (tx) => countPeople(tx, people));
}

/**
 * Begins to do something about many customers; the workers do it, and go on by themselves. `id` was made with the form: sent twice it is
 * one run. Who they are is what the search and filters find when it begins.
 */
export async function startBulk(
  shopId: string,
  { id, work, people }: { id: string; work: BulkWork; people: PeopleOfList },
  { actor, at }: By,
): Promise<void> {
  await inShop(shopId, async (tx) => {
    const total = await countPeople(tx, people);
    const row = { shopId, id, work, people, state: "gathering", actor, total, startedAt: at };
    const { count } = await tx.bulkRun.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) return;
    const subject = `bulk_run.${id}`;
    const change = { action: actions[work.kind], subject, before: null } as const;
    await audit(tx, { actor, ...change, after: { customers: total, ...settingsOf(work) } }, at);
  });
  await wake("run-bulk", { shopId });
}

/** What the activity log keeps: the reason stands in the run, to which it leads. */
function settingsOf(work: BulkWork): object {
  if (work.kind === "points") return { points: work.points };
  return work.kind === "reward" ? { reward: work.reward } : { tags: work.tags };
}

const actions = {
  points: "bulk.points_given",
  reward: "bulk.rewards_given",
  tags: "bulk.tags_added",
} as const;

/** Stops a run: what was done stays, and nobody else gets it. Returns whether it was still under way. */
export function stopBulk(shopId: string, id: string, { actor, at }: By): Promise<boolean> {
  return inShop(shopId, async (tx) => {
    const { count } = await tx.bulkRun.updateMany({
      where: { shopId, id, state: { in: ["gathering", "running"] } },
      data: { state: "stopped", endedAt: at },
    });
    if (count === 0) return false;
    await tx.bulkTarget.deleteMany({ where: { shopId, runId: id, problem: null } });
    const { customers, total } = await tx.bulkRun.findUniqueOrThrow({
      where: { shopId_id: { shopId, id } },
    });
    const change = { action: "bulk.stopped", subject: `bulk_run.${id}`, before: null } as const;
    await audit(tx, { actor, ...change, after: { done: customers, of: total } }, at);
    return true;
  });
}

export type FailedCustomer = { id: string; name: string | null; problem: BulkProblem };

const MOST_SHOWN = 200;

/** A run with those for whom it could not be done, the first 200; null when there is no such run. */
export async function findBulk(
  shopId: string,
  id: string,
): Promise<{ run: BulkRun; failed: FailedCustomer[] } | null> {
  const found = await inShop(shopId, async (tx) => {
    const row = await tx.bulkRun.findUnique({ where: { shopId_id: { shopId, id } } });
    const targets = await tx.bulkTarget.findMany({
      where: { shopId, runId: id, problem: { not: null } },
      orderBy: { customerId: "asc" },
      take: MOST_SHOWN,
    });
    return row && { run: bulkRunOf(row), targets };
  });
  if (!found) return null;
  const ids = found.targets.map(({ customerId }) => customerId);
  const names = await customerNames(shopId, ids);
  const failed = found.targets.map(({ customerId, problem }) => ({
    id: customerId,
    name: names[customerId] ?? null,
    problem: problem as BulkProblem,
  }));
  return { run: found.run, failed };
}

/** What is under way, and what ended after a moment, the latest first. */
export async function recentBulk(shopId: string, since: Date): Promise<BulkRun[]> {
  const rows = await inShop(shopId, (tx) =>
    tx.bulkRun.findMany({
      where: { shopId, OR: [{ endedAt: null }, { endedAt: { gte: since } }] },
      orderBy: { startedAt: "desc" },
      take: 3,
    }),
  );
  return rows.map(bulkRunOf);
}

function bulkRunOf({ shopId: _, people: __, startedAt, endedAt, ...row }: Row): BulkRun {
  const ended = endedAt?.toISOString() ?? null;
  return { ...row, startedAt: startedAt.toISOString(), endedAt: ended } as BulkRun;
}
