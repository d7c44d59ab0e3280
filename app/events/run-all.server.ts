import { PartialRetry } from "#app/ground/retry.ts";

import type { ReactionHandler } from "./reaction-table.ts";

/**
 * One handler made of several that are retried together: each has all the events, one after the other. One that fails keeps none of
 * the others from their part; it fails them all once they are done, so that none of them may mind to run again.
 */
export function inTurn(...handlers: readonly ReactionHandler[]): ReactionHandler {
  return async (shopId, events) => {
    const failed: unknown[] = [];
    const tried = handlers.map((handler) => async () => {
      try {
        await handler(shopId, events);
      } catch (error) {
        if (error instanceof PartialRetry) throw error;
        failed.push(error);
      }
    });
    try {
      await runAll(tried);
    } catch (waiting) {
      throw failed[0] ?? waiting;
    }
    if (failed.length > 0) throw failed[0];
  };
}

/**
 * Does one thing after the other about the same events. What has to wait holds up nothing else: all of it is done first, and then
 * `PartialRetry` names the events of which something waits.
 */
export async function runAll(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const later: PartialRetry[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof PartialRetry)) throw error;
      later.push(error);
    }
  }
  if (later.length === 0) return;
  const ids = later.flatMap(({ eventIds }) => [...eventIds]);
  const why = [...new Set(later.map(({ message }) => message))].join("; ");
  // Woken for one of them, the others look whether their time has come, too.
  throw new PartialRetry(ids, why, later.find(({ waitsFor }) => waitsFor)?.waitsFor);
}
