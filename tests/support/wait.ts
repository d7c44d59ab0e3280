import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import type { Child } from "./child.ts";

const LOG_LINES_SHOWN = 30;

/** Resolves once the address answers with 2xx. Throws, with the end of its log, when the process ends or takes too long. */
export async function untilAnswers(url: string, child: Child, timeoutMs: number): Promise<void> {
  let ended = false;
  void child.ended.then(() => (ended = true));
  await until(
    `${child.name} answers`,
    async () => {
      if (ended) throw new Error(`${child.name} ended before it answered:\n${logEnd(child)}`);
      const reply = await fetch(url).catch(() => null);
      return reply?.ok ?? false;
    },
    timeoutMs,
  );
}

/** Asks again and again until the answer is true. Throws what was waited for when it takes too long. */
export async function until(
  what: string,
  isSo: () => Promise<boolean>,
  timeoutMs = 30_000,
  everyMs = 100,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > deadline)
      throw new Error(`Waited ${timeoutMs / 1_000} s until ${what}`);
    await pause(everyMs);
  }
}

/** The last lines that a process wrote. */
export function logEnd(child: Child): string {
  return readFileSync(child.logFile, "utf8")
    .trimEnd()
    .split("\n")
    .slice(-LOG_LINES_SHOWN)
    .join("\n");
}
