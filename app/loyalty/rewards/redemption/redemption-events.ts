import type { EventDraft, EventProperties } from "#app/events/event.ts";

import type { Redemption } from "./redemption.ts";

type RewardEvent = Extract<keyof EventProperties, `reward.${string}`>;

/** Something that happened to a redemption. It happens once; `nth` tells apart what may happen again. */
export function redemptionEvent<Type extends RewardEvent>(
  type: Type,
  { id, customerId }: Pick<Redemption, "id" | "customerId">,
  more: Omit<EventProperties[Type], "redemptionId">,
  at: Date,
  nth = "",
): EventDraft {
  return {
    type,
    customerId,
    orderId: "orderId" in more ? BigInt(more.orderId as string) : null,
    occurredAt: at,
    source: "app",
    dedupeKey: `${type}.${id}${nth && `.${nth}`}`,
    properties: { redemptionId: id, ...more },
  } as EventDraft;
}
