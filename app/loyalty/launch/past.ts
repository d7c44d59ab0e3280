/** Which orders from before a launch count: all of them, those that were placed since a day (ISO 8601), or none. */
export type Past = { kind: "all" } | { kind: "since"; since: string } | { kind: "none" };

/** From when on orders count, by when they were placed, in a program that is launched at a moment; null is the whole history. */
export function countsFrom(past: Past, launchedAt: Date): Date | null {
  if (past.kind === "all") return null;
  return past.kind === "since" ? new Date(past.since) : launchedAt;
}
