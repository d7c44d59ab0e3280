import { BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

type Props = {
  title: ReactNode;
  /** What it is about, in a sentence beneath the title. */
  about?: ReactNode;
  /** What stands at the other end of the title's line. */
  aside?: ReactNode;
  gap?: "300" | "400";
  children?: ReactNode;
};

/** A card with a title, and what is beneath it. */
export function TitledCard({ title, about, aside, gap = "300", children }: Props) {
  const heading = (
    <Text as="h2" variant="headingMd">
      {title}
    </Text>
  );
  return (
    <Card>
      <BlockStack gap={gap}>
        <BlockStack gap="100">
          {aside ? (
            <InlineStack align="space-between" gap="200">
              {heading}
              {aside}
            </InlineStack>
          ) : (
            heading
          )}
          {about && (
            <Text as="p" tone="subdued">
              {about}
            </Text>
          )}
        </BlockStack>
        {children}
      </BlockStack>
    </Card>
  );
}
