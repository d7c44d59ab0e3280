import { Button, InlineStack } from "@shopify/polaris";

type Props = { of: string; hasMore: boolean; loading: boolean; showMore: () => void };

/** The button at the end of a list that goes on. */
export function ShowMoreButton({ of, hasMore, loading, showMore }: Props) {
  if (!hasMore) return null;
  return (
    <InlineStack align="center">
      <Button
        variant="tertiary"
        loading={loading}
        onClick={showMore}
        accessibilityLabel={`Show more ${of}`}
      >
        Show more
      </Button>
    </InlineStack>
  );
}
