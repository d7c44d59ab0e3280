import { useFetcher } from "@remix-run/react";
import { Badge, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useEffect } from "react";

import type { ThemeBlockStatus } from "#app/storefront/theme/theme-block-status.server.ts";

/** Whether the theme shows the balance: asked when the guide is shown, and again when the merchant comes back from the editor. */
export function useThemeBlockStatus(): ThemeBlockStatus | "asking" {
  const { load, data } = useFetcher<{ status: ThemeBlockStatus }>();
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState === "visible") load("/app/setup-guide/theme-block");
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    window.addEventListener("focus", ask);
    return () => {
      document.removeEventListener("visibilitychange", ask);
      window.removeEventListener("focus", ask);
    };
  }, [load]);
  return data?.status ?? "asking";
}

const badges = {
  added: <Badge tone="success">In your theme</Badge>,
  missing: <Badge tone="attention">Not in your theme yet</Badge>,
  unknown: <Badge>Shopify did not answer; we will look again</Badge>,
  asking: <Badge>Looking at your theme…</Badge>,
};

type Props = { status: keyof typeof badges; editorUrl: string };

export function ThemeBlockStep({ status, editorUrl }: Props) {
  return (
    <BlockStack gap="300" inlineAlign="start">
      <Text as="p">
        Shoppers see their points on their account page, in your theme's own look. Add the block in
        the theme editor and press Save there.
      </Text>
      <InlineStack gap="300" blockAlign="center">
        <Button url={editorUrl} target="_blank" {...(status !== "added" && { variant: "primary" })}>
          {status === "added" ? "Open the theme editor" : "Add the points balance"}
        </Button>
        <div role="status">{badges[status]}</div>
      </InlineStack>
    </BlockStack>
  );
}
