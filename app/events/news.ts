import { DAY_MS } from "#app/ground/calendar.ts";

import type { EventDraft, EventSource } from "./event.ts";

/** Longer than a payment by bank takes, or an outage. Whoever was away for longer comes back to the past. */
const NEWS_MS = 14 * DAY_MS;

/** What happened before anybody listened, or was only counted anew. */
export type PastSource = Extract<EventSource, "backfill" | "recalculation">;

/** Whether an event is of the past by how it was heard of. */
export function isPast({ source }: Pick<EventDraft, "source">): boolean {
  return source === "backfill" || source === "recalculation";
}

/**
 * Whether others are to be told of an event: the shop's workflows, its webhooks, whoever gets a message. Example: somebody's tier
 * is news on the day they reach it, and none when an import finds it, a rule is changed, or an order of last year is heard of today.
 */
export function isNews(
  { source, occurredAt }: Pick<EventDraft, "source" | "occurredAt">,
  heardAt: Date,
): boolean {
  return !isPast({ source }) && heardAt.getTime() - occurredAt.getTime() <= NEWS_MS;
}
