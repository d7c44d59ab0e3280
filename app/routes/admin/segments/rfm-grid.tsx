import { Link } from "@shopify/polaris";

import type { RfmGrid as Grid } from "#app/segments/segments-overview.server.ts";
import { segmentWords } from "#app/ui/copy/segments.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { frequencyRanges, recencyRanges } from "./score-ranges-copy.ts";

/** The thresholds are the shop's own: what the scores stand for, in days and in orders. */
type Props = Pick<Grid, "cells" | "thresholds">;

const RECENCIES = [
  { score: 5, words: "Most recently" },
  { score: 4, words: "Recently" },
  { score: 3, words: "A while ago" },
  { score: 2, words: "Long ago" },
  { score: 1, words: "Longest ago" },
];
const FREQUENCIES = [
  { score: 1, words: "Least often" },
  { score: 2, words: "Seldom" },
  { score: 3, words: "Now and then" },
  { score: 4, words: "Often" },
  { score: 5, words: "Most often" },
];

/** A score that is not given: people who are equal are never told apart. */
const NOBODY = "nobody yet";

/** How many people a cell may hold, as a share of the fullest one, to be shaded at all. */
const PALEST = 0.04;

/** All customers by when they last ordered and how often: the darker a cell, the more people are in it. */
export function RfmGrid({ cells, thresholds }: Props) {
  const most = Math.max(1, ...cells.map(({ customers }) => customers));
  const days = recencyRanges(thresholds?.recency ?? []);
  const orders = frequencyRanges(thresholds?.frequency ?? []);
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
              {FREQUENCIES.map(({ score, words }) => (
                <th key={score} scope="col">
                  {words}
                  <Range text={thresholds && (orders[score] ?? NOBODY)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {RECENCIES.map((recency) => (
              <tr key={recency.score}>
                <th scope="row">
                  {recency.words}
                  <Range text={thresholds && (days[recency.score] ?? NOBODY)} />
                </th>
                {FREQUENCIES.map((frequency) => (
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

function Range({ text }: { text: string | null }) {
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
