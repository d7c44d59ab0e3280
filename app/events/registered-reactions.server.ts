import type { EventType } from "./event.ts";
import { handlersOf, type Reaction, type ReactionTable } from "./reaction-table.ts";

type Source = () => ReactionTable | Promise<ReactionTable>;

let source: Source | null = null;
let table: Promise<ReactionTable> | null = null;

/**
 * Says what follows from each event. Each process that appends events calls it at its start: the handlers append events
 * themselves, so that this room cannot import them. `from` is asked once, with the first event that is appended.
 */
export function registerReactions(from: Source): void {
  source = from;
  table = null;
}

/** What follows from an event of this type, in order. Throws where no table was registered, or one that does not hold together. */
export async function reactionsTo(type: EventType): Promise<readonly Reaction[]> {
  return (await (table ??= readTable()))[type] ?? [];
}

async function readTable(): Promise<ReactionTable> {
  if (!source) throw new Error("registerReactions was not called at the start of this process");
  const read = await source();
  handlersOf(read);
  return read;
}
