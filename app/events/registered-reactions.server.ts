import { handlersOf, type ReactionTable } from "./reaction-table.ts";

type Source = () => ReactionTable | Promise<ReactionTable>;

let source: Source | null = null;
let rows: Promise<string> | null = null;

/**
 * Says what follows from each event. Each process that appends events calls it at its start: the handlers append events
 * themselves, so that this room cannot import them. `from` is asked once, with the first event that is appended.
 */
export function registerReactions(from: Source): void {
  source = from;
  rows = null;
}

/** The table without its handlers, as JSON: a row for each event type and reaction. Throws where none was registered. */
export function reactionRows(): Promise<string> {
  return (rows ??= readRows());
}

async function readRows(): Promise<string> {
  if (!source) throw new Error("registerReactions was not called at the start of this process");
  const table = await source();
  handlersOf(table);
  return JSON.stringify(
    Object.entries(table).flatMap(([type, reactions]) =>
      reactions.map(({ name, after = null, news = false }) => ({ type, name, after, news })),
    ),
  );
}
