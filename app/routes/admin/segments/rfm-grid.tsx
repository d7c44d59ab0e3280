import { Link } from "@shopify/polaris";

import { highestScore } from "#app/segments/rfm.ts";
import type { RfmGrid as Grid } from "#app/segments/segments-overview.server.ts";
import { segmentWords } from "#app/ui/copy/segments.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { frequencyRanges, recencyRanges } from "./score-ranges-copy.ts";

/** The thresholds are the shop's own: what the scores stand for, in days and in orders. */
type Props = Pick<Grid, "cells" | "thresholds">;

/** What scores are called, by how many there are: people who are equal are never told apart, so there may be fewer than five. */
const RECENCIES: Record<number, string[]> = {
  1: ["Whenever"],
  2: ["Recently", "Long ago"],
  3: ["Most recently", "A while ago", "Longest ago"],
  4: ["Most recently", "Recently", "Long ago", "Longest ago"],
  5: ["Most recently", "Recently", "A while ago", "Long ago", "Longest ago"],
};
const FREQUENCIES: Record<number, string[]> = {
  1: ["However often"],
  2: ["Less often", "More often"],
  3: ["Least often", "Now and then", "Most often"],
  4: ["Least often", "Seldom", "Often", "Most often"],
  5: ["Least often", "Seldom", "Now and then", "Often", "Most often"],
};

/** How many people a cell may hold, as a share of the fullest one, to be shaded at all. */
const PALEST = 0.04;

/** All customers by when they last ordered and how often: the darker a cell, the more people are in it. */
export function RfmGrid({ cells, thresholds }: Props) {
  const most = Math.max(1, ...cells.map(({ customers }) => customers));
  const days = recencyRanges(thresholds?.recency ?? []);
  const orders = frequencyRanges(thresholds?.frequency ?? []);
  const rows = scores(RECENCIES, thresholds?.recency, (place) => 5 - place);
  const columns = scores(FREQUENCIES, thresholds?.frequency, (place) => 1 + place);
  const find = (recency: number, frequency: number) =>
    cells.find((cell) => cell.recency === recency && cell.frequency === frequency);

  return (
    <TitledCard
      title="When they last ordered, and how often"
      about="Your best customers are at the top right. People move down as time passes, and right and up with each order. The darker a field, the more people are in it."
    >
      <div className="encore-table-scroll">
        <table className="encore-grid">
          <caption className="encore-visually-hidden">
            Customers by when they last ordered (rows) and how often they order (columns), with what
            they have spent
          </caption>
          <thead>
            <tr>
              <td />
              {columns.map(({ score, words }) => (
                <th key={score} scope="col">
                  {words}
                  <Range text={thresholds && orders[score]} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((recency) => (
              <tr key={recency.score}>
                <th scope="row">
                  {recency.words}
                  <Range text={thresholds && days[recency.score]} />
                </th>
                {columns.map((frequency) => (
                  <Cell
                    key={frequency.score}
                    cell={find(recency.score, frequency.score)}
                    most={most}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </TitledCard>
  );
}

/** The scores that the thresholds give, and what they are called; all five before there are thresholds. */
function scores(
  names: Record<number, string[]>,
  thresholds: readonly number[] | undefined,
  scoreOf: (place: number) => number,
) {
  const words = names[thresholds ? highestScore(thresholds) : 5] ?? [];
  return words.map((words, place) => ({ score: scoreOf(place), words }));
}

function Range({ text }: { text: string | null | undefined }) {
  return text ? <span className="encore-grid__range">{text}</span> : null;
}

function Cell({ cell, most }: { cell: Grid["cells"][number] | undefined; most: number }) {
  const { number, shortMoney } = useFormats();
  if (!cell || cell.customers === 0) {
    return (
      <td className="encore-grid__cell encore-grid__cell--empty">
        <span aria-hidden="true">–</span>
        <Hidden>Nobody</Hidden>
      </td>
    );
  }
  const { name } = segmentWords(cell.segment);
  return (
    <td
      className="encore-grid__cell"
      style={{ "--share": PALEST + (1 - PALEST) * (cell.customers / most) } as React.CSSProperties}
    >
      <Link url={`/app/customers?segment=${cell.segment}`} removeUnderline monochrome>
        <span className="encore-grid__count">
          {number(cell.customers)}
          <Hidden>{cell.customers === 1 ? " person, " : " people, "}</Hidden>
        </span>
        <span className="encore-grid__money">
          {shortMoney(cell.revenueMinor)}
          <Hidden> spent, </Hidden>
        </span>
        <span className="encore-grid__segment">{name}</span>
      </Link>
    </td>
  );
}

/** Words that the eye finds in the heading, and the ear does not. */
function Hidden({ children }: { children: string }) {
  return <span className="encore-visually-hidden">{children}</span>;
}
