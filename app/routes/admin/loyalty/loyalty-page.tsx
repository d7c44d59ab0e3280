import { BlockStack, Page, type PageProps } from "@shopify/polaris";
import type { ReactNode } from "react";

import { LoyaltyNav } from "./loyalty-nav.tsx";

type Props = Omit<PageProps, "children"> & { children: ReactNode };

/** A page about loyalty: its title, the way to the other ones, and its cards beneath each other. */
export function LoyaltyPage({ children, ...page }: Props) {
  return (
    <Page {...page}>
      <BlockStack gap="400">
        <LoyaltyNav />
        {children}
      </BlockStack>
    </Page>
  );
}
