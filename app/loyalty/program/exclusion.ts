import { isPaused, type Pause, wasPausedAt } from "./state.ts";

/**
 * A time in which somebody is excluded from the program. To them it is as paused as a program can be: what they buy and do in it
 * never earns, what they had stays theirs, and what goes back takes its points back.
 */
export type Exclusion = Pause;

/** Whether somebody with these exclusions is excluded now. */
export const isExcluded: (exclusions: readonly Exclusion[]) => boolean = isPaused;

/** Whether they were at a moment. */
export const wasExcludedAt: (exclusions: readonly Exclusion[], moment: Date) => boolean =
  wasPausedAt;

/** What of these things counts for somebody who was excluded for some time. */
export function outsideOf<Dated extends { at: Date }>(
  exclusions: readonly Exclusion[],
  all: readonly Dated[],
): Dated[] {
  return all.filter(({ at }) => !wasPausedAt(exclusions, at));
}
