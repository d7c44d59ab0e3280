import { BlockStack, Box, Icon, type IconSource, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

type Props = { icon: IconSource; heading: string; children?: ReactNode; action?: ReactNode };

/** Says why there is nothing here, and what will bring something. */
export function EmptyNote({ icon, heading, children, action }: Props) {
  return (
    <Box paddingBlock="800" paddingInline="400">
      <BlockStack gap="300" inlineAlign="center">
        <div className="encore-empty__icon">
          <Icon source={icon} tone="subdued" />
        </div>
        <div className="encore-empty__text">
          <BlockStack gap="100" inlineAlign="center">
            <Text as="h2" variant="headingMd" alignment="center">
              {heading}
            </Text>
            <Text as="p" tone="subdued" alignment="center">
              {children}
            </Text>
          </BlockStack>
        </div>
        {action && <InlineStack align="center">{action}</InlineStack>}
      </BlockStack>
    </Box>
  );
}
