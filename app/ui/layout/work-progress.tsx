import { BlockStack, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";

import { leftInWords, minutesLeft, percentOf, type Work } from "../copy/work.ts";
import { useShop } from "../hooks/shop.tsx";

type Props = {
  work: Work;
  /** What is being done, for screen readers: "Importing order history". */
  name: string;
  /** How far it is: "1,250 of 9,120 orders". */
  children: string;
  /** When it was that far, ISO 8601; when the page was loaded, where nothing is said. */
  seenAt?: string;
};

/** How far something is that takes its time, and how long it still takes. */
export function WorkProgress({ work, name, children, seenAt }: Props) {
  const labelId = useId();
  const { now } = useShop();
  const percent = percentOf(work);
  const minutes = minutesLeft(work, seenAt ?? now);
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" gap="200">
        <Text as="p" id={labelId}>
          {children}
          {minutes !== null && `, ${leftInWords(minutes)}`}
        </Text>
        {percent !== null && (
          <Text as="span" tone="subdued" numeric>
            {percent}%
          </Text>
        )}
      </InlineStack>
      <ProgressBar progress={percent ?? 0} size="small" ariaLabelledBy={labelId} animated={false} />
      <p className="encore-visually-hidden" role="status" aria-live="polite">
        {announced(name, percent)}
      </p>
    </BlockStack>
  );
}

/** Screen readers hear each tenth, not every second. */
function announced(name: string, percent: number | null): string {
  return percent === null ? name : `${name}: ${Math.floor(percent / 10) * 10} per cent`;
}
