import { setTimeout as pause } from "node:timers/promises";

import type { LoadResult } from "#tests/bench/load.ts";
import { orderPayload } from "#tests/bench/order-payload.ts";
import { runLoad } from "#tests/bench/run-load.ts";
import type { Child } from "#tests/support/child.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { freePort } from "#tests/support/postgres.ts";
import { untilAnswers } from "#tests/support/wait.ts";

import type { Fault } from "./fault.ts";
import { beHostile } from "./hostile-connections.ts";
import { memoryOf } from "./machine.ts";

const MOST_MIB = 400;
const MOST_TIMES = 3;
const MOST_MS = 500;
const SECONDS_TO_WARM = 2;
const SECONDS_ALONE = 8;
const SECONDS_BESIDE = 25;
const LOOK_EVERY_MS = 200;
/** Signed webhooks a second, of all sizes that have room of their own. */
const RATE = 40;
const BYTES = 60_000;

/**
 * Connections that mean no good, all at once: slow, large, without an end. Each is answered nothing worse than a 4xx, or is closed; the
 * process stays small, and signed webhooks that come meanwhile are all stored, about as soon as without them.
 */
export const fault: Fault = {
  short: 300,
  atOnce: Number.POSITIVE_INFINITY,
  prepare: async (machine) => {
    const port = await freePort();
    const web = machine.start("web", { PORT: String(port), LOG_LEVEL: "error" });
    await untilAnswers(`http://127.0.0.1:${port}/readyz`, web, 60_000);
    await webhooksTo(port, SECONDS_TO_WARM);
    const before = await webhooksTo(port, SECONDS_ALONE);
    const mebibytesAlone = memoryOf(web);
    const answers: Record<string, number> = {};
    let measuring: Promise<Measured> | null = null;
    let calming: Promise<LoadResult> | null = null;
    let figures: object = {};

    return {
      attack: async (chance) => {
        measuring ??= measure(web, webhooksTo(port, SECONDS_BESIDE));
        await pause(chance.between(0, 5_000));
        const over = measuring.then(() => undefined);
        const { kind, statuses, wasCut } = await beHostile(port, chance, over);
        for (const answer of statuses.length > 0 ? statuses : [wasCut ? "closed" : "open"])
          answers[answer] = (answers[answer] ?? 0) + 1;
        const worst = Math.max(0, ...statuses);
        if (worst >= 500) return `${kind} was answered ${worst}`;
        const measured = await measuring;
        // Before and after: what other programs have the machine do meanwhile is not laid to these.
        calming ??= webhooksTo(port, SECONDS_ALONE);
        const after = await calming;
        const aloneP99Ms = Math.round(Math.max(before.p99Ms, after.p99Ms));
        const p99Ms = Math.round(measured.signed?.p99Ms ?? NaN);
        figures = { aloneP99Ms, p99Ms, mebibytesAlone, mebibytes: measured.mebibytes };
        return wrongIn(measured, aloneP99Ms);
      },
      figures: () => ({ answers, ...figures }),
      end: () => web.stop(),
    };
  },
};

type Measured = { signed: LoadResult | null; mebibytes: number; ended: boolean };

/** Looks at the process while signed webhooks are sent to it. */
async function measure(web: Child, signing: Promise<LoadResult>): Promise<Measured> {
  let mebibytes = 0;
  let ended = false;
  void web.ended.then(() => (ended = true));
  const timer = setInterval(() => {
    if (!ended) mebibytes = Math.max(mebibytes, memoryOf(web));
  }, LOOK_EVERY_MS);
  const signed = await signing.catch(() => null);
  clearInterval(timer);
  return { signed, mebibytes, ended };
}

function wrongIn({ signed, mebibytes, ended }: Measured, aloneP99Ms: number): string | null {
  if (ended) return "the web process ended";
  if (mebibytes > MOST_MIB) return `the web process held ${mebibytes} MiB`;
  if (!signed) return "a signed webhook's connection was closed";
  if (signed.refused > 0)
    return `${signed.refused} signed webhooks of ${signed.accepted + signed.refused} were refused`;
  const most = Math.max(MOST_TIMES * aloneP99Ms, MOST_MS);
  return signed.p99Ms > most ? `signed webhooks took ${Math.round(signed.p99Ms)} ms (p99)` : null;
}

/** Sends signed webhooks for so long. Rejects when one of their connections was closed. */
function webhooksTo(port: number, seconds: number): Promise<LoadResult> {
  return runLoad({
    port,
    secret: demoEnvironment.SHOPIFY_API_SECRET,
    connections: RATE,
    seconds,
    rate: RATE,
    body: orderPayload({ id: 1n, customer: 1n, bytes: BYTES }),
    shopDomain: "limits.myshopify.com",
  });
}
