/** A line of a chart. */
export type Series = { key: string; name: string };

/** What all lines are at a moment, by their keys; `at` is a day, 2026-11-30. */
export type ChartPoint = { at: string; values: Readonly<Record<string, number>> };

/** How a line is drawn: its colour, and its dashes for those who do not tell the colours apart. */
export type Stroke = { color: string; dashes: string };

/** Each at least 3:1 on white. */
const colors = ["#0b6e4f", "#5c4bc9", "#b4530a", "#1d6fb8", "#b0256b", "#4a5560"];
const dashes = ["", "6 4", "2 3"];

/** The stroke of the line at a place: the second round of colours is dashed, the third is dotted. */
export function strokeOf(place: number): Stroke {
  return {
    color: colors[place % colors.length] ?? "",
    dashes: dashes[Math.floor(place / colors.length) % dashes.length] ?? "",
  };
}

/** The keys of the lines that are highest at the last point, so many at the most: more are a thicket. */
export function highest(points: readonly ChartPoint[], count: number): string[] {
  const last = Object.entries(points.at(-1)?.values ?? {});
  return last
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([key]) => key);
}
