import { type PeopleOfList, peopleOfList } from "#app/customers/list/people-of-list.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { excludedAmong } from "#app/loyalty/view.server.ts";
import { giveManyPoints } from "#app/loyalty/ledger/give-many-points.server.ts";
import { grantRewards } from "#app/loyalty/rewards/redemption/grant-rewards.server.ts";
import { tagCustomers } from "#app/storefront/publish/tag-customers.server.ts";
import { ShopifyAccessDenied } from "#app/shopify/shopify-errors.ts";
import type { BulkRun as Row } from "#prisma/generated/client/client.ts";

import type { BulkFailure, BulkProblem, BulkWork } from "./bulk-run.ts";

const CUSTOMERS_AT_ONCE = 100;

/** By customer, why it could not be done; whoever is missing is done. */
type Problems = ReadonlyMap<string, BulkProblem>;

/**
 * Takes every bulk run of a shop to its end, some customers at a time. Each part is committed with who is done, and what it does has a
 * key of its run and customer: a worker that dies costs nothing, and nobody gets anything twice.
 */
export async function workOnBulkRuns(
  shopId: string,
  clock: () => Date,
  customersAtOnce = CUSTOMERS_AT_ONCE,
): Promise<void> {
  while (await workOnOne(shopId, clock(), customersAtOnce));
}

/** False when there is nothing left to do. */
async function workOnOne(shopId: string, at: Date, limit: number): Promise<boolean> {
  const run = await inShop(shopId, (tx) =>
    tx.bulkRun.findFirst({
      where: { shopId, state: { in: ["gathering", "running"] } },
      orderBy: { startedAt: "asc" },
    }),
  );
  if (!run) return false;
  if (run.state === "gathering") await inShop(shopId, (tx) => gather(tx, run));
  else if ((run.work as BulkWork).kind === "tags") await tagSome(run, at, limit);
  else await inShop(shopId, (tx) => giveSome(tx, run, at, limit));
  return true;
}

/** Writes down who they are: from here on it is these, whoever comes to match, or no longer does. */
async function gather(tx: ShopTx, run: Row): Promise<void> {
  if (!(await isOurs(tx, run))) return;
  const { shopId, id } = run;
  const total = await tx.$executeRaw`
    INSERT INTO bulk_target (shop_id, run_id, customer_id)
    SELECT ${shopId}::uuid, ${id}::uuid, id FROM (${await peopleOfList(tx, run.people as PeopleOfList)}) people
    ON CONFLICT DO NOTHING`;
  // What was searched for may be somebody's name.
  const { search: _, ...people } = run.people as { search?: string };
  await tx.bulkRun.update({
    where: { shopId_id: { shopId, id } },
    data: { state: "running", total, people },
  });
}

/** Points and rewards are given in the transaction that says so, to those who take part in the program. */
async function giveSome(tx: ShopTx, run: Row, at: Date, limit: number): Promise<void> {
  if (!(await isOurs(tx, run))) return;
  const ids = await nextTargets(tx, run, limit);
  if (ids.length === 0) return end(tx, run, at);
  const work = run.work as BulkWork;
  const key = `bulk.${run.id}`;
  const excluded = await excludedAmong(tx, ids);
  const leftOut = [...excluded].map((id) => [id, "excluded"] as const);
  const taking = ids.filter((id) => !excluded.has(id));
  if (work.kind === "points") {
    const points = BigInt(work.points);
    const notes = { internal: work.note, public: null };
    const gift = { points, notes, key, actor: run.actor };
    const frozen = await giveManyPoints(tx, taking, gift, at);
    return goOn(tx, run, ids, new Map([...leftOut, ...frozen]));
  }
  if (work.kind !== "reward") return;
  const known = await knownToShopify(tx, taking);
  const given = await grantRewards(tx, [...known.keys()], { rewardId: work.rewardId, key, at });
  if (!given) return end(tx, run, at, "no_reward");
  return goOn(tx, run, ids, new Map([...leftOut, ...strangers(taking, known)]));
}

/** Shopify is told first: a tag that is put on twice is there once. */
async function tagSome(run: Row, at: Date, limit: number): Promise<void> {
  const { shopId } = run;
  const { tags } = run.work as Extract<BulkWork, { kind: "tags" }>;
  const { ids, known } = await inShop(shopId, async (tx) => {
    const ids = await nextTargets(tx, run, limit);
    return { ids, known: await knownToShopify(tx, ids) };
  });
  let refused: ReadonlySet<string>;
  try {
    refused = await tagCustomers(shopId, known, tags);
  } catch (error) {
    if (!(error instanceof ShopifyAccessDenied)) throw error;
    await inShop(shopId, async (tx) => {
      if (await isOurs(tx, run)) await end(tx, run, at, "missing_scope");
    });
    return;
  }
  await inShop(shopId, async (tx) => {
    if (!(await isOurs(tx, run))) return;
    if (ids.length === 0) return end(tx, run, at);
    const problems = [...refused].map((id) => [id, "refused_by_shopify"] as const);
    await goOn(tx, run, ids, new Map([...strangers(ids, known), ...problems]));
  });
}

/** Whether the run is where it was when we looked; nobody else works on it, or stops it, until this transaction ends. */
async function isOurs(tx: ShopTx, { id, state, customers }: Row): Promise<boolean> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT FROM bulk_run
    WHERE shop_id = ${tx.shopId}::uuid AND id = ${id}::uuid AND state = ${state} AND customers = ${customers}::int
    FOR UPDATE`;
  return locked.length > 0;
}

async function nextTargets(tx: ShopTx, run: Row, limit: number): Promise<string[]> {
  const rows = await tx.bulkTarget.findMany({
    where: { shopId: tx.shopId, runId: run.id, problem: null },
    orderBy: { customerId: "asc" },
    take: limit,
    select: { customerId: true },
  });
  return rows.map(({ customerId }) => customerId);
}

/** Their ids at Shopify; who only ever ordered as a guest has none. */
async function knownToShopify(tx: ShopTx, ids: string[]): Promise<Map<string, bigint>> {
  const rows = await tx.customer.findMany({
    where: { shopId: tx.shopId, id: { in: ids }, redactedAt: null, shopifyId: { not: null } },
    select: { id: true, shopifyId: true },
  });
  return new Map(
    rows.flatMap(({ id, shopifyId }) => (shopifyId === null ? [] : [[id, shopifyId]])),
  );
}

function strangers(ids: string[], known: ReadonlyMap<string, bigint>): Problems {
  const unknown = ids.filter((id) => !known.has(id));
  return new Map(unknown.map((id) => [id, "not_in_shopify" as const]));
}

/** Whoever is done is no longer a target; the others say why not. */
async function goOn(tx: ShopTx, run: Row, ids: string[], problems: Problems): Promise<void> {
  const { shopId, id: runId } = run;
  const failed = [...problems];
  await tx.$executeRaw`
    UPDATE bulk_target t SET problem = p.problem
    FROM unnest(${failed.map(([id]) => id)}::uuid[], ${failed.map(([, problem]) => problem)}::text[]) AS p(id, problem)
    WHERE t.shop_id = ${shopId}::uuid AND t.run_id = ${runId}::uuid AND t.customer_id = p.id`;
  await tx.bulkTarget.deleteMany({
    where: { shopId, runId, customerId: { in: ids }, problem: null },
  });
  await tx.bulkRun.update({
    where: { shopId_id: { shopId, id: runId } },
    data: { customers: { increment: ids.length }, problems: { increment: failed.length } },
  });
}

async function end(tx: ShopTx, run: Row, at: Date, failure: BulkFailure | null = null) {
  const { shopId, id } = run;
  if (failure) await tx.bulkTarget.deleteMany({ where: { shopId, runId: id, problem: null } });
  await tx.bulkRun.update({
    where: { shopId_id: { shopId, id } },
    data: { state: failure ? "failed" : "done", failure, endedAt: at },
  });
}
