import type { EventType, StoredEvent } from "./event.ts";

/** Does what is to be done about events. Idempotent: it may run twice for the same event, alone or in another batch. */
export type ReactionHandler = (shopId: string, events: StoredEvent[]) => Promise<void>;

/** One thing that the app does about an event. */
export type Reaction = {
  name: string;
  run: ReactionHandler;
  /** Tells others of what has just happened: an import of the past is no news, so its events do not call for it. */
  news?: true;
};

/** Everything that the app does about each event. */
export type ReactionTable = { readonly [Type in EventType]?: readonly Reaction[] };

/** What runs each reaction, by its name. */
export type ReactionHandlers<Name extends string = string> = Readonly<Record<Name, ReactionHandler>>;

type NameIn<Table> = {
  [Type in keyof Table]: Table[Type] extends readonly { name: infer Name extends string }[]
    ? Name
    : never;
}[keyof Table];

/** A table's handlers. Throws where one name stands for two: the reactions of one name are run together, whatever the event. */
export function handlersOf<Table extends ReactionTable>(
  table: Table,
): ReactionHandlers<NameIn<Table>> {
  const handlers: Record<string, ReactionHandler> = {};
  for (const { name, run } of Object.values(table).flat()) {
    if ((handlers[name] ??= run) !== run) throw new Error(`Two reactions are called ${name}`);
  }
  return handlers as ReactionHandlers<NameIn<Table>>;
}
