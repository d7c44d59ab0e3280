import { InlineGrid } from "@shopify/polaris";

import type { LiabilityReport } from "#app/loyalty/liability/report.ts";
import { rateSources } from "#app/ui/copy/liability.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { KeyFigure } from "#app/ui/layout/key-figure.tsx";

const ALL_BPS = 10_000;

/** The four figures of the report, each with what it is made of. */
export function LiabilityFigures({ report }: { report: LiabilityReport }) {
  const { money, number, percent } = useFormats();
  const { all, rate, value, breakageBps } = report;
  return (
    <section aria-labelledby="liability-in-short">
      <h2 id="liability-in-short" className="encore-visually-hidden">
        In short
      </h2>
      <InlineGrid columns={{ xs: 1, sm: 2, md: 4 }} gap="400">
        <KeyFigure
          label="Points liability"
          value={money(all.owedMinor)}
          detail={`${number(value.points)} points are worth ${money(value.minor)}`}
        />
        <KeyFigure
          label="Outstanding points"
          value={number(all.points)}
          detail={`${number(all.available)} to spend, ${number(all.pending)} on the way, ${number(all.held)} put aside`}
        />
        <KeyFigure
          label="Expected redemption rate"
          value={percent(rate.bps / ALL_BPS)}
          detail={rateSources[rate.from]}
        />
        <KeyFigure
          label="Breakage"
          value={breakageBps === null ? "—" : percent(breakageBps / ALL_BPS)}
          detail={
            breakageBps === null
              ? "no points have been used or have expired yet"
              : "of the points that ended so far expired"
          }
        />
      </InlineGrid>
    </section>
  );
}
