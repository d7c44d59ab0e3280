import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";

import { useFormats } from "../hooks/shop.tsx";
import type { ChartPoint } from "./chart-data.ts";
import type { StrokedSeries } from "./legend.tsx";

/** Up to so many points each has a dot: beyond, dots are a line of their own. */
const DOTTED = 31;

export type DrawnLinesProps = {
  caption: string;
  lines: readonly StrokedSeries[];
  points: readonly ChartPoint[];
  sayAt: (at: string) => string;
  steps: boolean;
};

/** The lines themselves. The arrow keys go from point to point, and a screen reader hears each. */
export function DrawnLines({ caption, lines, points, sayAt, steps }: DrawnLinesProps) {
  const { number, shortNumber } = useFormats();
  const rows = points.map(({ at, values }) => ({ ...values, time: Date.parse(at) }));
  const atOf = new Map(points.map(({ at }) => [Date.parse(at), at]));
  const sayTime = (time: number) => sayAt(atOf.get(time) ?? new Date(time).toISOString());
  return (
    <div className="encore-chart__lines">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={rows} title={caption} margin={{ top: 8, right: 40, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--p-color-border-secondary)" />
          <XAxis
            dataKey="time"
            type="number"
            scale="time"
            domain={["dataMin", "dataMax"]}
            ticks={rows.map(({ time }) => time)}
            tickFormatter={sayTime}
            minTickGap={24}
            tickLine={false}
            stroke="var(--p-color-text-secondary)"
          />
          <YAxis
            tickFormatter={shortNumber}
            allowDecimals={false}
            width={48}
            tickLine={false}
            axisLine={false}
            stroke="var(--p-color-text-secondary)"
          />
          <Tooltip
            labelFormatter={(time) => sayTime(Number(time))}
            formatter={(value) => number(Number(value))}
          />
          {lines.map(({ key, name, stroke }) => (
            <Line
              key={key}
              dataKey={key}
              name={name}
              type={steps ? "stepAfter" : "linear"}
              stroke={stroke.color}
              strokeDasharray={stroke.dashes}
              strokeWidth={2}
              dot={points.length <= DOTTED && { strokeDasharray: "", r: 2.5 }}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
