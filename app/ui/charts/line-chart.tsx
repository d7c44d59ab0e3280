import { Text } from "@shopify/polaris";
import { type ComponentType, lazy, Suspense, useState, useSyncExternalStore } from "react";

import { useFormats } from "../hooks/shop.tsx";
import { Table } from "../tables/table.tsx";
import { type ChartPoint, type Series, strokeOf } from "./chart-data.ts";
import type { DrawnLinesProps } from "./drawn-lines.tsx";
import { Legend } from "./legend.tsx";

/**
 * Only a browser that shows a chart loads what draws it. Where that cannot be had, as in a page that was opened before a new
 * version was deployed, the table is left, and not an error in the place of the page.
 */
const DrawnLines = lazy<ComponentType<DrawnLinesProps>>(() =>
  import("./drawn-lines.tsx").then(
    ({ DrawnLines }) => ({ default: DrawnLines }),
    () => ({ default: () => null }),
  ),
);

type Props = {
  /** What it shows, for those who hear it: "Points by month". */
  caption: string;
  series: readonly Series[];
  /** The oldest first. */
  points: readonly ChartPoint[];
  /** What a moment is called: of a month, or of a day. */
  sayAt: (at: string) => string;
  rowTitle: "Month" | "Day";
  /** What there will be, while there are not two points to draw a line between. */
  empty: string;
  /** The keys of the lines that are shown at first; all where it is left out. */
  first?: readonly string[];
  /** What is so until it changes, such as a balance, has no values in between. */
  steps?: boolean;
};

/** Figures over time as lines, with the same figures as a table beneath. */
export function LineChart({ points, empty, ...chart }: Props) {
  if (points.length < 2)
    return (
      <Text as="p" tone="subdued">
        {empty}
      </Text>
    );
  return <Chart points={points} {...chart} />;
}

function Chart({
  caption,
  series,
  points,
  sayAt,
  rowTitle,
  first,
  steps = false,
}: Omit<Props, "empty">) {
  const [shown, setShown] = useState(first ?? series.map(({ key }) => key));
  const lines = series.map((one, place) => ({ ...one, stroke: strokeOf(place) }));
  const place = <div className="encore-chart__lines" />;
  return (
    <figure className="encore-chart" aria-label={caption}>
      {series.length > 1 && <Legend lines={lines} shown={shown} onChange={setShown} />}
      {useIsBrowser() ? (
        <Suspense fallback={place}>
          <DrawnLines
            caption={caption}
            lines={lines.filter(({ key }) => shown.includes(key))}
            points={points}
            sayAt={sayAt}
            steps={steps}
          />
        </Suspense>
      ) : (
        place
      )}
      <Figures {...{ caption, series, points, sayAt, rowTitle }} />
    </figure>
  );
}

type FiguresProps = Pick<Props, "caption" | "series" | "points" | "sayAt" | "rowTitle">;

/** The same as a table, the latest first. */
function Figures({ caption, series, points, sayAt, rowTitle }: FiguresProps) {
  const { number } = useFormats();
  const columns = series.map(({ name }) => ({ title: name, number: true }));
  return (
    <details className="encore-chart__figures">
      <summary>
        Show as a table<span className="encore-visually-hidden">: {caption}</span>
      </summary>
      <Table wide caption={caption} columns={[{ title: rowTitle }, ...columns]}>
        {points.toReversed().map(({ at, values }) => (
          <tr key={at}>
            <th scope="row">{sayAt(at)}</th>
            {series.map(({ key }) => (
              <td key={key} className="encore-table__number">
                {number(values[key] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </details>
  );
}

/** False on the server, and while a browser takes the server's page over. */
function useIsBrowser(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}
