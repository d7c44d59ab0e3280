import type { Series, Stroke } from "./chart-data.ts";

export type StrokedSeries = Series & { stroke: Stroke };

type Props = {
  lines: readonly StrokedSeries[];
  /** The keys of the lines that are drawn. */
  shown: readonly string[];
  onChange: (shown: string[]) => void;
};

/** Which line is which; each can be left out, and taken in again. */
export function Legend({ lines, shown, onChange }: Props) {
  return (
    <ul className="encore-legend" aria-label="Lines">
      {lines.map(({ key, name, stroke }) => {
        const isShown = shown.includes(key);
        return (
          <li key={key}>
            <button
              type="button"
              className="encore-legend__line"
              aria-pressed={isShown}
              onClick={() =>
                onChange(isShown ? shown.filter((one) => one !== key) : [...shown, key])
              }
            >
              <svg width="24" height="8" aria-hidden="true">
                <line
                  x2="24"
                  y1="4"
                  y2="4"
                  stroke={stroke.color}
                  strokeWidth="2.5"
                  strokeDasharray={stroke.dashes}
                />
              </svg>
              {name}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
