import { BlockStack, Card, Text } from "@shopify/polaris";

type Props = { label: string; value: string; detail?: string };

/** One figure that a merchant looks for, with what it means for the last days beneath it. */
export function KeyFigure({ label, value, detail }: Props) {
  return (
    <Card>
      <BlockStack gap="100">
        <Text as="h3" variant="bodySm" tone="subdued">
          {label}
        </Text>
        <Text as="p" variant="headingLg" numeric>
          {value}
        </Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {detail ?? "\u00a0"}
        </Text>
      </BlockStack>
    </Card>
  );
}
