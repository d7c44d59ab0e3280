import type { EventDraft, EventType, StoredEvent } from "./event.ts";

/** Does what is to be done about events. Idempotent: it may run twice for the same event, alone or in another batch. */
export type ReactionHandler = (shopId: string, events: StoredEvent[]) => Promise<void>;

/** One thing that the app does about an event. */
export type Reaction = {
  name: string;
  run: ReactionHandler;
  /**
   * Reactions to the same event, above this one, that have to be done first: `["merge-accounts"]` waits while an account is frozen,
   * and where merging failed for good until somebody has it tried again. What it waits for has the error on its row.
   */
  after?: readonly string[];
  /** What it waits for from the start, until somebody says that it has come (`wakeWaiting`): "import.finished". */
  waitsFor?: string;
  /** Whether this one of its events calls for it, by what the event says of itself, and when it is heard of; without it each does. */
  when?: (event: EventDraft, heardAt: Date) => boolean;
};

/** Everything that the app does about each event. */
export type ReactionTable = { readonly [Type in EventType]?: readonly Reaction[] };

/** What runs each reaction, by its name. */
export type ReactionHandlers<Name extends string = string> = Readonly<
  Record<Name, ReactionHandler>
>;

type NameIn<Table> = {
  [Type in keyof Table]: Table[Type] extends readonly { name: infer Name extends string }[]
    ? Name
    : never;
}[keyof Table];

/**
 * A table's handlers. Throws where one name stands for two, as the reactions of one name are run together, whatever the event; and
 * where a reaction would wait for ever: `after` may only name what stands above it, so that none waits for itself.
 */
export function handlersOf<Table extends ReactionTable>(
  table: Table,
): ReactionHandlers<NameIn<Table>> {
  const handlers: Record<string, ReactionHandler> = {};
  for (const [type, reactions] of Object.entries(table) as [string, readonly Reaction[]][]) {
    const above = new Set<string>();
    for (const { name, run, after = [] } of reactions) {
      const missing = after.find((one) => !above.has(one));
      if (missing)
        throw new Error(`${type}: no ${missing} stands above ${name}, which is after it`);
      if (above.has(name)) throw new Error(`${type}: ${name} stands there twice`);
      if ((handlers[name] ??= run) !== run) throw new Error(`Two reactions are called ${name}`);
      above.add(name);
    }
  }
  return handlers as ReactionHandlers<NameIn<Table>>;
}
