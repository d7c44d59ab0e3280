import type { StoredEvent } from "#app/events/event.ts";

/** The events about redemptions, by redemption: the latest of each. */
export function eventsByRedemption(events: readonly StoredEvent[]): Map<string, StoredEvent> {
  return new Map(
    events.flatMap((event) =>
      "redemptionId" in event.properties ? [[event.properties.redemptionId, event] as const] : [],
    ),
  );
}
