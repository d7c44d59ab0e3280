import { type DeliveryEntry, isDelivery } from "./line.schema.ts";
import type { Numbered } from "./read-file.ts";

/** A delivery with the moment at which it happened at Shopify, milliseconds since 1970. */
export type StoryEvent = Numbered<DeliveryEntry> & { atMs: number };

const SECOND_MS = 1_000;
const ranks: Record<DeliveryEntry["type"], number> = {
  placed: 0,
  paid: 1,
  edit: 2,
  refund: 3,
  cancel: 4,
  merge: 5,
};

/**
 * What happened at Shopify, each thing once, in the order in which it happened there: by its own time, whatever place it has in the
 * file. A line without a time happened a second after the line before it; nothing happens to an order before it is placed.
 */
export function storyEvents(lines: readonly Numbered[], startMs: number): StoryEvent[] {
  const once = new Map<string, StoryEvent>();
  let clockMs = startMs;
  for (const line of lines) {
    clockMs = timeOf(line) ?? clockMs + SECOND_MS;
    const { entry } = line;
    if (!isDelivery(entry)) continue;
    const earlier = once.get(line.text);
    if (!earlier || clockMs < earlier.atMs) once.set(line.text, { ...line, entry, atMs: clockMs });
  }
  const placedMs = firstTimes([...once.values()]);
  return [...once.values()]
    .map((storyEvent) => ({ ...storyEvent, atMs: notBefore(storyEvent, placedMs) }))
    .toSorted(
      (a, b) => a.atMs - b.atMs || ranks[a.entry.type] - ranks[b.entry.type] || a.number - b.number,
    );
}

/** The earliest time that a file names; else the default. */
export function startOf(lines: readonly Numbered[], defaultMs: number): number {
  const times = lines.flatMap(({ entry }) => [
    ...(entry.at ? [Date.parse(entry.at)] : []),
    ...(entry.type === "paid" && entry.createdAt ? [Date.parse(entry.createdAt)] : []),
  ]);
  return times.length > 0 ? Math.min(...times) : defaultMs;
}

function timeOf({ entry }: Numbered): number | null {
  return entry.at ? Date.parse(entry.at) : null;
}

function firstTimes(all: StoryEvent[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { entry, atMs } of all) {
    if (entry.type !== "placed" && entry.type !== "paid") continue;
    first.set(entry.order, Math.min(first.get(entry.order) ?? Infinity, atMs));
  }
  return first;
}

function notBefore({ entry, atMs }: StoryEvent, placedMs: Map<string, number>): number {
  if (entry.type === "merge" || entry.type === "placed" || entry.type === "paid") return atMs;
  return Math.max(atMs, (placedMs.get(entry.order) ?? -Infinity) + SECOND_MS);
}
