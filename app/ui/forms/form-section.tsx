import { BlockStack, Card, FormLayout, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

type Props = { title: string; about?: string; children: ReactNode };

/** A card of a form: what it is about, and its fields beneath each other. */
export function FormSection({ title, about, children }: Props) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {about && (
            <Text as="p" tone="subdued">
              {about}
            </Text>
          )}
        </BlockStack>
        <FormLayout>{children}</FormLayout>
      </BlockStack>
    </Card>
  );
}
