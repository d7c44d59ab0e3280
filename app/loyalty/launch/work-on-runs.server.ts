import { appendEvents } from "#app/events/append-events.server.ts";
import { causedBy } from "#app/events/cause.server.ts";
import { wakeWaiting } from "#app/events/wake-waiting.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { Retry } from "#app/ground/retry.ts";
import type { ProgramRun as Row } from "#prisma/generated/client/client.ts";

import { loyaltyEvent } from "../program/loyalty-event.ts";
import { announceProgram, lockProgram } from "../program/program.server.ts";
import { LIVE } from "../program/program-state.server.ts";
import { countPast, loadCounted } from "./count-past.server.ts";
import { customersAfter } from "./customers-to-count.server.ts";
import { giveTime } from "./give-time.server.ts";
import { addChanges, type ChangeSums } from "./balance-changes.ts";
import { changesByCounting, listedAfter, writeChanges } from "./balance-changes.server.ts";
import { isTrial, type RunKind, type Trial } from "./program-run.ts";
import { runOf, setCountsFrom } from "./program-runs.server.ts";
import { takeEverythingBack } from "./take-everything-back.server.ts";
import { addToTally, type Tally } from "./tally.ts";

/** They hold the transaction for a second or two. */
const CUSTOMERS_AT_ONCE = 100;
const WOKEN_AT_ONCE = 5_000;

/**
 * Takes what is being done about a shop's program to its end, some customers at a time. Each part is committed with how far it is: a
 * worker that dies costs nothing, and nothing is done twice.
 */
export async function workOnRuns(
  shopId: string,
  clock: () => Date,
  customersAtOnce = CUSTOMERS_AT_ONCE,
): Promise<void> {
  try {
    while (await workOnOne(shopId, clock(), customersAtOnce));
  } catch (error) {
    if (error instanceof Retry) return; // A collection is still being read: the sweeper comes back.
    throw error;
  }
}

/** False when there is nothing left to do. */
async function workOnOne(shopId: string, at: Date, customersAtOnce: number): Promise<boolean> {
  const run = await inShop(shopId, findRunning);
  if (!run) return false;
  const kind = run.kind as RunKind;
  if (isTrial(kind)) await tryMore(run, kind, at, customersAtOnce);
  else await doMore(run, kind, at, customersAtOnce);
  return true;
}

function findRunning(tx: ShopTx): Promise<Row | null> {
  return tx.programRun.findFirst({ where: { shopId: tx.shopId, state: "running" } });
}

type Part = (tx: ShopTx, customerIds: readonly string[], run: Row, at: Date) => Promise<object>;

/** What is done about some customers, in one transaction with how far it is, and what all comes to with them. */
const works: Record<Exclude<RunKind, Trial>, Part> = {
  launch: async (tx, ids, run, at) => {
    await countPast(tx, ids, at);
    return tallyWith(tx, run, ids);
  },
  relaunch: async (tx, ids, run, at) => {
    await giveTime(tx, ids, at);
    return tallyWith(tx, run, ids);
  },
  reset: async (tx, ids, run, at) => {
    await causedBy("backfill", () => takeEverythingBack(tx, ids, run, at));
    return tallyWith(tx, run, ids);
  },
  recalculation: async (tx, ids, run, at) => {
    const changes = await changesByCounting(tx, ids, at);
    await writeChanges(tx, run.id, ids, changes);
    return addChanges(run.result as ChangeSums, changes);
  },
};

async function doMore(
  run: Row,
  kind: Exclude<RunKind, Trial>,
  at: Date,
  limit: number,
): Promise<void> {
  const { shopId } = run;
  const isOver = await inShop(shopId, async (tx) => {
    const now = await lockRun(tx, run);
    if (!now) return false;
    const ids = await nextOf(tx, run, limit);
    if (ids.length === 0) return true;
    const result = await works[kind](tx, ids, run, at);
    // Shopify is told what they have once the program is live, or a draft again.
    await appendEvents(tx, shopId, ids.map(counted(run.id, at)), at);
    await goOn(tx, run, ids, result);
    return false;
  });
  if (isOver) await finish(run, kind, at);
}

/**
 * What some customers would have, found out in a transaction that is undone before anybody sees it. What it came to is kept, and
 * nothing else.
 */
async function tryMore(run: Row, kind: Trial, at: Date, limit: number): Promise<void> {
  const { shopId } = run;
  const ids = await inShop(shopId, (tx) => nextOf(tx, run, limit));
  const keep = kind === "preview" ? await tryLaunch(run, ids, at) : await tryCounting(run, ids, at);
  await inShop(shopId, async (tx) => {
    if (!(await lockRun(tx, run))) return;
    if (ids.length > 0) await goOn(tx, run, ids, await keep(tx));
    else await endRun(tx, run, at);
  });
}

/** What to keep of it, once it is known that nobody else has. */
type Keep = (tx: ShopTx) => Promise<object>;

async function tryLaunch(run: Row, ids: readonly string[], at: Date): Promise<Keep> {
  const tally = await undone(run.shopId, async (tx) => {
    await setCountsFrom(tx, runOf(run).past, run.startedAt);
    if (ids.length > 0) await countPast(tx, ids, at);
    return tallyWith(tx, run, ids);
  });
  return async () => tally;
}

async function tryCounting(run: Row, ids: readonly string[], at: Date): Promise<Keep> {
  const changes = await undone(run.shopId, (tx) => changesByCounting(tx, ids, at));
  return async (tx) => {
    await writeChanges(tx, run.id, ids, changes);
    return addChanges(run.result as ChangeSums, changes);
  };
}

/** A recalculation goes through those whom the comparison before it has listed; all else goes through everybody. */
async function nextOf(
  tx: ShopTx,
  { id, kind, total, after }: Row,
  limit: number,
): Promise<string[]> {
  if (total === 0) return [];
  return kind === "recalculation"
    ? listedAfter(tx, id, after, limit)
    : customersAfter(tx, after, limit);
}

async function tallyWith(tx: ShopTx, { result }: Row, ids: readonly string[]): Promise<Tally> {
  return addToTally(result as Tally, await loadCounted(tx, ids));
}

/** The program is what was asked for; then what waited for that is woken. The last step: what ends in between is done again. */
async function finish(run: Row, kind: Exclude<RunKind, Trial>, at: Date): Promise<void> {
  const { shopId } = run;
  if (kind === "recalculation") return inShop(shopId, (tx) => endRun(tx, run, at));
  await inShop(shopId, async (tx) => {
    await lockProgram(tx, at);
    if (kind === "reset") {
      await tx.programPause.deleteMany({ where: { shopId } });
      await tx.loyaltyProgram.update({ where: { shopId }, data: { state: "draft" } });
    } else {
      const open = { shopId, resumedAt: null };
      await tx.programPause.updateMany({ where: open, data: { resumedAt: at } });
      const launched = kind === "launch" ? { launchedAt: run.startedAt } : {};
      await tx.loyaltyProgram.update({ where: { shopId }, data: { state: "live", ...launched } });
    }
    await announceProgram(tx, at);
  });
  for (let woken = WOKEN_AT_ONCE; woken === WOKEN_AT_ONCE;)
    woken = await inShop(shopId, (tx) =>
      wakeWaiting(tx, shopId, LIVE, { at, limit: WOKEN_AT_ONCE }),
    );
  await inShop(shopId, (tx) => endRun(tx, run, at));
}

/** The run, which nobody else works on until this transaction ends; null when somebody was faster, or gave it up. */
async function lockRun(tx: ShopTx, { id, after }: Row): Promise<{ id: string } | null> {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM program_run
    WHERE shop_id = ${tx.shopId}::uuid AND id = ${id}::uuid AND state = 'running' AND after IS NOT DISTINCT FROM ${after}::uuid
    FOR UPDATE`;
  return locked ?? null;
}

async function goOn(
  tx: ShopTx,
  { shopId, id, customers }: Row,
  ids: readonly string[],
  result: object,
): Promise<void> {
  await tx.programRun.update({
    where: { shopId_id: { shopId, id } },
    data: { after: ids.at(-1) as string, customers: customers + ids.length, result },
  });
}

async function endRun(tx: ShopTx, { shopId, id }: Row, at: Date): Promise<void> {
  const data = { state: "done", endedAt: at };
  await tx.programRun.update({ where: { shopId_id: { shopId, id } }, data });
}

function counted(runId: string, at: Date) {
  return (customerId: string) =>
    loyaltyEvent("customer.counted", `${runId}.${customerId}`, {
      customerId,
      occurredAt: at,
      source: "backfill",
      properties: { runId },
    });
}

/** Does something in a transaction that is rolled back; returns what it came to. */
async function undone<Result>(
  shopId: string,
  work: (tx: ShopTx) => Promise<Result>,
): Promise<Result> {
  let result: { value: Result } | null = null;
  try {
    await inShop(shopId, async (tx) => {
      result = { value: await work(tx) };
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return (result as unknown as { value: Result }).value;
}

class Undone extends Error {}
