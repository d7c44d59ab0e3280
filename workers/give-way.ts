import { setTimeout as pause } from "node:timers/promises";

/** A piece that only waits, as for a Shopify that does not answer, holds nobody up for longer. */
const LONGEST_WAIT_MS = 500;

/**
 * Has work give way to something more urgent: while that `isBusy`, one piece runs at a time instead of as many as are asked
 * for. None is left waiting for ever, however long it is busy or another piece takes.
 */
export function giveWay(
  isBusy: () => boolean,
  longestWaitMs = LONGEST_WAIT_MS,
): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    if (!isBusy()) return work();
    const result = Promise.race([last, pause(longestWaitMs)]).then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
