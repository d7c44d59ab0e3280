import { audit } from "#app/audit/audit.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { wake } from "#app/ground/queues.server.ts";
import type { ProgramRun as Row } from "#prisma/generated/client/client.ts";

import { announceChange, ensureProgram, lockProgram } from "../program/program.server.ts";
import { isChanging } from "../program/program-state.server.ts";
import type { By, Program } from "../program/program.ts";
import { ensureTiers } from "../tiers/ensure-tiers.server.ts";
import { countCustomers } from "./customers-to-count.server.ts";
import { countsFrom, type Past } from "./past.ts";
import { isTrial, launchKinds, type ProgramRun, type RunKind } from "./program-run.ts";
import { nothingCounted } from "./tally.ts";

/** `refused`: the program is in another state by now, or is being changed already; whoever asks looks again. */
export type Asked = { outcome: "started"; runId: string } | { outcome: "refused" };

const EVERYTHING: Past = { kind: "all" };
const MOST_KEPT = 20;

/**
 * Starts to compute what a launch would come to. One that was being computed is given up. It goes on by itself in the workers, as all
 * of these do; how far it is stands in its row.
 */
export function previewLaunch(shopId: string, past: Past, by: By): Promise<Asked> {
  return startRun(shopId, { kind: "preview", from: "draft", past }, by);
}

/**
 * Launches a draft, unless it is another version by now than the one whose preview was `seen`. What happens meanwhile waits until
 * everybody's past is counted; only then does it say that it is live. Past orders count by when they were placed.
 */
export function launchProgram(
  shopId: string,
  past: Past,
  by: By,
  seen: number | null = null,
): Promise<Asked> {
  return startRun(shopId, { kind: "launch", from: "draft", past, seen }, by, async (tx) => {
    await setCountsFrom(tx, past, by.at);
    const change = { action: "program.launched", subject: "program", before: null } as const;
    await announceChange(tx, { actor: by.actor, ...change, after: { past } }, by.at);
  });
}

/** Pauses a program that is live, at once. Returns false when it is not. */
export async function pauseProgram(shopId: string, { actor, at }: By): Promise<boolean> {
  return inShop(shopId, async (tx) => {
    const { state } = await lockProgram(tx, at);
    if (state !== "live" || (await isChanging(tx))) return false;
    await tx.programPause.create({ data: { shopId, pausedAt: at } });
    await tx.loyaltyProgram.update({ where: { shopId }, data: { state: "paused" } });
    const change = { action: "program.paused", subject: "program" } as const;
    await announceChange(tx, { actor, ...change, before: null, after: null }, at);
    return true;
  });
}

/** Ends a pause: whose points would have expired in it, or soon, gets more time, and what waited is done. */
export function relaunchProgram(shopId: string, by: By): Promise<Asked> {
  return startRun(shopId, { kind: "relaunch", from: "paused" }, by, (tx) =>
    audit(tx, { actor: by.actor, ...plain("program.relaunched") }, by.at),
  );
}

/**
 * Takes back all points, tiers, badges and unused rewards of a program that is paused, points by entries that reverse them, and makes it
 * a draft again.
 */
export function startAgain(shopId: string, by: By): Promise<Asked> {
  return startRun(shopId, { kind: "reset", from: "paused" }, by, (tx) =>
    audit(tx, { actor: by.actor, ...plain("program.reset") }, by.at),
  );
}

/** The program's state, what is being done about it, and the latest of each kind of work. */
export type Standing = {
  program: Program;
  pausedAt: Date | null;
  running: ProgramRun | null;
  /** The latest preview, done or not. */
  preview: ProgramRun | null;
  /** The latest of the others. */
  latest: ProgramRun | null;
};

/** How things stand with the launch of a shop's program. */
export function loadStanding(shopId: string, at: Date): Promise<Standing> {
  return inShop(shopId, async (tx) => {
    const program = await ensureProgram(tx, at);
    const pause = await tx.programPause.findFirst({ where: { shopId, resumedAt: null } });
    const rows = await tx.programRun.findMany({
      where: { shopId, kind: { in: [...launchKinds] } },
      orderBy: { id: "desc" },
    });
    const runs = rows.map((row) => runOf(row));
    return {
      program,
      pausedAt: pause?.pausedAt ?? null,
      running: runs.find(({ state }) => state === "running") ?? null,
      preview: runs.find(({ kind }) => kind === "preview") ?? null,
      latest: runs.find(({ kind }) => kind !== "preview") ?? null,
    };
  });
}

/** A run of its row; whoever asks knows what kinds of runs there are among the rows. */
export function runOf<Run = ProgramRun>({ shopId: _shop, after: _after, ...row }: Row): Run {
  return row as unknown as Run;
}

/** From when on past orders give points and lift into tiers. */
export async function setCountsFrom(tx: ShopTx, past: Past, at: Date): Promise<void> {
  const { shopId } = tx;
  const from = countsFrom(past, at);
  const { version } = await ensureTiers(tx, at);
  await tx.loyaltyProgram.update({ where: { shopId }, data: { earnsFrom: from } });
  // Whoever is counted is rated: nobody has to be rated again.
  const data = { countsFrom: from, ratedVersion: version };
  await tx.tierProgram.update({ where: { shopId }, data });
}

type Wanted = {
  kind: RunKind;
  /** What the program must be for it. */
  from: Program["state"];
  past?: Past;
  /** The version of the program that whoever asks has seen. */
  seen?: number | null;
  /** What it comes to before anything is done. */
  nothing?: object;
};

/** What is done with the start of a run; returns over how many customers it goes where that is not everybody. */
type First = (tx: ShopTx, runId: string) => Promise<number | void>;

/** Starts work on all customers, unless the program is not as it must be, or such work is under way already. Trials give way. */
export async function startRun(
  shopId: string,
  { kind, from, past = EVERYTHING, seen = null, nothing = nothingCounted }: Wanted,
  { actor, at }: By,
  first: First = async () => undefined,
): Promise<Asked> {
  const asked = await inShop(shopId, async (tx): Promise<Asked> => {
    const { state, version } = await lockProgram(tx, at);
    if (state !== from || (seen !== null && seen !== version)) return { outcome: "refused" };
    if (await isChanging(tx)) return { outcome: "refused" };

    const ended = { state: "failed", endedAt: at };
    await tx.programRun.updateMany({ where: { shopId, state: "running" }, data: ended });
    await dropOld(tx, kind);
    const id = newId();
    const total = (await first(tx, id)) ?? (past.kind === "none" ? 0 : await countCustomers(tx));
    const { version: programVersion } = await lockProgram(tx, at);
    await tx.programRun.create({
      data: {
        ...{ shopId, id, kind, past, actor, programVersion, state: "running", startedAt: at },
        total,
        result: nothing,
      },
    });
    return { outcome: "started", runId: id };
  });
  if (asked.outcome === "started") await wake("run-program", { shopId });
  return asked;
}

/** Trials are asked for again and again, and are of interest until the next. */
async function dropOld(tx: ShopTx, kind: RunKind): Promise<void> {
  const { shopId } = tx;
  if (!isTrial(kind)) return;
  const old = await tx.programRun.findMany({
    where: { shopId, kind },
    orderBy: { id: "desc" },
    skip: MOST_KEPT - 1,
    select: { id: true },
  });
  const ids = old.map(({ id }) => id);
  await tx.balanceChange.deleteMany({ where: { shopId, runId: { in: ids } } });
  await tx.programRun.deleteMany({ where: { shopId, id: { in: ids } } });
}

function plain<Action extends "program.relaunched" | "program.reset">(action: Action) {
  return { action, subject: "program", before: null, after: null };
}
