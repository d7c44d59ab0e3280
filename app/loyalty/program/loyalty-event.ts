import type { EventDraft, EventProperties, EventSource, EventType } from "#app/events/event.ts";

type About<Type extends EventType> = {
  customerId: string | null;
  orderId?: bigint | null;
  occurredAt: Date;
  source?: EventSource;
  properties: EventProperties[Type];
};

/** What the program itself did, as an event. It is told once for each `key` of its type, which says of what it is told. */
export function loyaltyEvent<Type extends EventType>(
  type: Type,
  key: string,
  about: About<Type>,
): EventDraft {
  const dedupeKey = dedupeKeyOf(type, key);
  const draft = { orderId: null, source: "app", ...about, type, dedupeKey };
  return draft as EventDraft;
}

/** What an event of the program is known by. */
export function dedupeKeyOf(type: EventType, key: string): string {
  return `${type}.${key}`;
}
