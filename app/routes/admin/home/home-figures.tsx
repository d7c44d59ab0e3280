import { BlockStack, InlineGrid, Text } from "@shopify/polaris";

import type { HomeFigures as Figures } from "#app/analytics/home.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { KeyFigure } from "#app/ui/layout/key-figure.tsx";

/** The shop at a glance: how many, how much, and whether they come back. */
export function HomeFigures({ figures }: { figures: Figures }) {
  const { number, money, percent } = useFormats();
  const { last30Days } = figures;
  return (
    <section aria-label="Key figures">
      <BlockStack gap="200">
        <div className="encore-heading">
          <Text as="h2" variant="headingMd">
            Your shop at a glance
          </Text>
        </div>
        <InlineGrid columns={{ xs: 2, md: 3 }} gap={{ xs: "200", md: "400" }}>
          <KeyFigure
            label="Customers"
            value={number(figures.customers)}
            detail={`${number(last30Days.newCustomers)} new in 30 days`}
          />
          <KeyFigure
            label="Orders"
            value={number(figures.orders)}
            detail={`${number(last30Days.orders)} in 30 days`}
          />
          <KeyFigure
            label="Revenue"
            value={money(figures.revenueMinor)}
            detail={`${money(last30Days.revenueMinor)} in 30 days`}
          />
          <KeyFigure
            label="Returning customers"
            value={percent(figures.repeatRate)}
            detail="of buyers ordered more than once"
          />
          <KeyFigure
            label="Points to spend"
            value={number(figures.pointsOutstanding)}
            detail={`${number(last30Days.pointsEarned)} earned in 30 days`}
          />
          <KeyFigure
            label="At risk"
            value={number(figures.atRisk)}
            detail="customers you may be losing"
            url="/app/customers?stage=at_risk"
          />
        </InlineGrid>
      </BlockStack>
    </section>
  );
}
