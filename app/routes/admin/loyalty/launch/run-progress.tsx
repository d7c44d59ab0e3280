import { BlockStack, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";

import type { RunKind } from "#app/loyalty/launch/program-run.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";

import { runs, timeLeft } from "./copy.ts";

type Props = {
  run: { kind: RunKind; customers: number; total: number; startedAt: string };
  /** When the page's data was read. */
  now: string;
};

/** How far something is that goes through all customers. */
export function RunProgress({ run, now }: Props) {
  const labelId = useId();
  const { number } = useFormats();
  const { kind, customers, total } = run;
  const percent = total === 0 ? 100 : Math.floor((100 * customers) / total);
  const left = timeLeft(run, now);
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" gap="200">
        <Text as="p" id={labelId}>
          {runs[kind]}: {number(customers)} of {number(total)} customers
          {left && `, ${left}`}
        </Text>
        <Text as="span" tone="subdued" numeric>
          {percent}%
        </Text>
      </InlineStack>
      <ProgressBar progress={percent} size="small" ariaLabelledBy={labelId} animated={false} />
      <p className="encore-visually-hidden" role="status">
        {runs[kind]}
      </p>
    </BlockStack>
  );
}
