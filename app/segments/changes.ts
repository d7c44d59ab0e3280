import type { EventDraft } from "#app/events/event.ts";

/** What a run made of one customer's segment and stage. */
export type Change = {
  customerId: string;
  /** False for a record that was merged into another, or that was asked to be forgotten. */
  isPerson: boolean;
  oldSegment: string | null;
  segment: string | null;
  oldStage: string | null;
  stage: string | null;
};

/** What to tell of a change; nothing of who is not a person any more. */
export function eventsOf(change: Change, now: Date): EventDraft[] {
  const { customerId, isPerson, oldSegment, segment, oldStage, stage } = change;
  if (!isPerson) return [];

  const about = { customerId, orderId: null, occurredAt: now, source: "app" } as const;
  const key = (what: string) => `${what}.${customerId}.${now.toISOString()}`;
  const drafts: EventDraft[] = [];
  if (oldSegment !== segment && oldSegment) {
    drafts.push({
      ...about,
      type: "segment.left",
      dedupeKey: key(`segment.left.${oldSegment}`),
      properties: { segment: oldSegment },
    });
  }
  if (oldSegment !== segment && segment) {
    drafts.push({
      ...about,
      type: "segment.entered",
      dedupeKey: key(`segment.entered.${segment}`),
      properties: { segment },
    });
  }
  if (oldStage !== stage && stage) {
    drafts.push({
      ...about,
      type: "stage.changed",
      dedupeKey: key(`stage.changed.${stage}`),
      properties: { from: oldStage, to: stage },
    });
  }
  return drafts;
}
