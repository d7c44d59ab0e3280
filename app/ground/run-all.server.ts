import { PartialRetry } from "./retry.ts";

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
  throw new PartialRetry(ids, later.map(({ message }) => message).join("; "));
}
