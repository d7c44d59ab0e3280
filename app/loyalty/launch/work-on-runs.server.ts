import { appendEvents } from "#app/events/append-events.server.ts";
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
import type { RunKind } from "./program-run.ts";
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
  if (run.kind === "preview") await tryMore(run, at, customersAtOnce);
  else await doMore(run, at, customersAtOnce);
  return true;
}

function findRunning(tx: ShopTx): Promise<Row | null> {
  return tx.programRun.findFirst({ where: { shopId: tx.shopId, state: "running" } });
}

/** What is done about some customers, in one transaction with how far it is. */
const works: Record<
  Exclude<RunKind, "preview">,
  (tx: ShopTx, customerIds: readonly string[], run: Row, at: Date) => Promise<void>
> = {
  launch: (tx, ids, _run, at) => countPast(tx, ids, at),
  relaunch: (tx, ids, _run, at) => giveTime(tx, ids, at),
  reset: takeEverythingBack,
};

async function doMore(run: Row, at: Date, limit: number): Promise<void> {
  const { shopId } = run;
  const isOver = await inShop(shopId, async (tx) => {
    const now = await lockRun(tx, run);
    if (!now) return false;
    const ids = run.total === 0 ? [] : await customersAfter(tx, run.after, limit);
    if (ids.length === 0) return true;
    await works[run.kind as keyof typeof works](tx, ids, run, at);
    // Shopify is told what they have once the program is live, or a draft again.
    await appendEvents(tx, shopId, ids.map(counted(run.id, at)), at);
    await goOn(tx, run, ids, await loadCounted(tx, ids));
    return false;
  });
  if (isOver) await finish(run, at);
}

/** A launch that is undone again before anybody sees it: what it came to is kept, and nothing else. */
async function tryMore(run: Row, at: Date, limit: number): Promise<void> {
  const { shopId } = run;
  const tried = await undone(shopId, async (tx) => {
    await setCountsFrom(tx, runOf(run).past, run.startedAt);
    const ids = run.total === 0 ? [] : await customersAfter(tx, run.after, limit);
    if (ids.length > 0) await countPast(tx, ids, at);
    return { ids, have: await loadCounted(tx, ids) };
  });
  await inShop(shopId, async (tx) => {
    if (!(await lockRun(tx, run))) return;
    if (tried.ids.length > 0) await goOn(tx, run, tried.ids, tried.have);
    else await endRun(tx, run, at);
  });
}

/** The program is what was asked for; then what waited for that is woken. The last step: what ends in between is done again. */
async function finish(run: Row, at: Date): Promise<void> {
  const { shopId } = run;
  await inShop(shopId, async (tx) => {
    await lockProgram(tx, at);
    if (run.kind === "reset") {
      await tx.programPause.deleteMany({ where: { shopId } });
      await tx.loyaltyProgram.update({ where: { shopId }, data: { state: "draft" } });
    } else {
      const open = { shopId, resumedAt: null };
      await tx.programPause.updateMany({ where: open, data: { resumedAt: at } });
      const launched = run.kind === "launch" ? { launchedAt: run.startedAt } : {};
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
  { shopId, id, customers, result }: Row,
  ids: readonly string[],
  have: Parameters<typeof addToTally>[1],
): Promise<void> {
  await tx.programRun.update({
    where: { shopId_id: { shopId, id } },
    data: {
      after: ids.at(-1) as string,
      customers: customers + ids.length,
      result: addToTally(result as Tally, have),
    },
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
