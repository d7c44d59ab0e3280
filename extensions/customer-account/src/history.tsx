import type { PointName } from "../../shared/words.ts";
import { words } from "./account.ts";
import type { Line } from "./member.ts";

const { say, points, day } = words;

/** The latest moves of a member's points. */
export function History({ lines, names }: { lines: Line[]; names: PointName }) {
  return (
    <s-section heading={say("history.heading")}>
      {lines.length === 0 ? (
        <s-text>{say("history.empty")}</s-text>
      ) : (
        <s-unordered-list>
          {lines.map((line) => (
            <s-list-item key={`${line.at} ${line.what} ${line.points}`}>
              <s-stack direction="inline" gap="small" justifyContent="space-between">
                <s-text>{say(`history.${line.what}`, { order: line.order ?? "" })}</s-text>
                {line.note && <s-text dir="auto">{line.note}</s-text>}
                <s-text color="subdued">{day(line.at)}</s-text>
                <s-text type="strong">{signed(line.points, names)}</s-text>
              </s-stack>
            </s-list-item>
          ))}
        </s-unordered-list>
      )}
    </s-section>
  );
}

/** With a sign that stays on its side of the number, whichever way the page reads. */
function signed(count: number, names: PointName): string {
  const sign = count > 0 ? "+" : count < 0 ? "−" : "";
  return `\u2068${sign}${points(Math.abs(count), names)}\u2069`;
}
