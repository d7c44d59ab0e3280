import { AsyncLocalStorage } from "node:async_hooks";

import type { EventSource } from "./event.ts";
import { isPast, type PastSource } from "./news.ts";

const past = new AsyncLocalStorage<PastSource>();

/**
 * Does something because of the past: whatever happens by it, however deep inside, says so in its events. Example: an imported
 * order gives points, the points lead into a tier, and neither is news.
 */
export function causedBy<Result>(cause: PastSource, work: () => Promise<Result>): Promise<Result> {
  return past.run(cause, work);
}

/** The source of an event that is being appended: that of its cause, unless it is of the past by itself. */
export function sourceByCause(source: EventSource): EventSource {
  return isPast({ source }) ? source : (past.getStore() ?? source);
}
