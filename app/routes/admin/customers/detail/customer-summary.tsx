import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import type { CustomerDetails } from "#app/customers/timeline/customer.server.ts";
import { segmentWords } from "#app/ui/copy/segments.ts";
import { stageWords } from "#app/ui/copy/stages.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { Day } from "#app/ui/layout/when.tsx";

type Props = { customer: CustomerDetails };

/** The person in four figures and a sentence. */
export function CustomerSummary({ customer }: Props) {
  const { number, money } = useFormats();
  const { segment, stage } = customer;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineGrid columns={{ xs: 2, sm: 4 }} gap="400">
          <Figure label="Spent">{money(customer.spentMinor)}</Figure>
          <Figure label="Orders">{number(customer.ordersCount)}</Figure>
          <Figure label="Points to spend">{number(customer.account?.available ?? 0)}</Figure>
          <Figure label="Last order">
            {customer.lastOrderAt ? <Day at={customer.lastOrderAt} /> : "None yet"}
          </Figure>
        </InlineGrid>
        {(segment ?? stage) && (
          <Text as="p" tone="subdued">
            {stage && stageWords(stage).meaning}{" "}
            {segment && (
              <>
                One of your <strong>{segmentWords(segment).name}</strong>:{" "}
                {decapitalised(segmentWords(segment).who)} {segmentWords(segment).idea}
              </>
            )}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BlockStack gap="050">
      <Text as="h2" variant="bodySm" tone="subdued" fontWeight="regular">
        {label}
      </Text>
      <Text as="p" variant="headingMd" numeric breakWord>
        {children}
      </Text>
    </BlockStack>
  );
}

function decapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
