/**
 * What came of a change: `missing` when there is no such goal, `changed` when it was no longer as it was seen, `over` when it can
 * not be changed any more.
 */
export type SavedGoal =
  { outcome: "saved"; id: string } | { outcome: "missing" | "changed" | "over" };
