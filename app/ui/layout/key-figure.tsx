import { BlockStack, Card, Link, Text } from "@shopify/polaris";

type Props = { label: string; value: string; detail: string; url?: string };

/** One figure that a merchant looks for, what it means beneath it, and where to see who is behind it. */
export function KeyFigure({ label, value, detail, url }: Props) {
  return (
    <Card>
      <BlockStack gap="100">
        <Text as="h3" variant="bodySm" tone="subdued">
          {label}
        </Text>
        <Text as="p" variant="headingLg" numeric breakWord>
          {value}
        </Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {url ? <Link url={url}>{detail}</Link> : detail}
        </Text>
      </BlockStack>
    </Card>
  );
}
