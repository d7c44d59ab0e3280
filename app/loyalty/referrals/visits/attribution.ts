import { DAY_MS } from "#app/ground/calendar.ts";

const SECOND_MS = 1000;

/** How somebody led a friend to the shop: by a code that the friend used, or by a link that the friend followed. */
export type Touch = { via: "code" | "link"; advocateId: string; at: Date };

/**
 * Who brought the friend: a code beats a link, and of several the last one wins. Only what happened in the days before the
 * order counts, the last of them included. Null when nobody did.
 */
export function attribute(
  touches: readonly Touch[],
  orderedAt: Date,
  attributionDays: number,
): Touch | null {
  const since = orderedAt.getTime() - attributionDays * DAY_MS;
  const counting = touches.filter(
    ({ at }) => at.getTime() >= since && wholeSecond(at) <= orderedAt.getTime(),
  );
  const codes = counting.filter(({ via }) => via === "code");
  return last(codes.length > 0 ? codes : counting);
}

/** Shopify dates orders by the second: who buys in the second in which they came has come before. */
function wholeSecond(at: Date): number {
  return Math.floor(at.getTime() / SECOND_MS) * SECOND_MS;
}

function last(touches: readonly Touch[]): Touch | null {
  return touches.reduce<Touch | null>((latest, touch) => {
    if (latest === null || touch.at > latest.at) return touch;
    // Two of the same moment: any order of them decides alike.
    return touch.at.getTime() === latest.at.getTime() && touch.advocateId > latest.advocateId
      ? touch
      : latest;
  }, null);
}
