import type { EventDraft, EventProperties, StoredEvent } from "#app/events/event.ts";
import { loyaltyEvent } from "#app/loyalty/program/loyalty-event.ts";

import type { Redemption } from "./redemption.ts";

type RewardEvent = Extract<keyof EventProperties, `reward.${string}`>;

/** Something that happened to a redemption. It happens once; `nth` tells apart what may happen again. */
export function redemptionEvent<Type extends RewardEvent>(
  type: Type,
  redemption: Pick<Redemption, "id" | "customerId">,
  more: Omit<EventProperties[Type], "redemptionId">,
  at: Date,
  nth = "",
): EventDraft {
  const { id: redemptionId, customerId } = redemption;
  const orderId = "orderId" in more ? BigInt(more.orderId as string) : null;
  const properties = { redemptionId, ...more } as EventProperties[Type];
  const about = { customerId, orderId, occurredAt: at, properties };
  return loyaltyEvent(type, `${redemptionId}${nth && `.${nth}`}`, about);
}

/** The events about redemptions, by redemption: the latest of each. */
export function eventsByRedemption(events: readonly StoredEvent[]): Map<string, StoredEvent> {
  return new Map(
    events.flatMap((event) =>
      "redemptionId" in event.properties ? [[event.properties.redemptionId, event] as const] : [],
    ),
  );
}
