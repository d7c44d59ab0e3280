import { useFetcher } from "@remix-run/react";
import { Button, InlineStack } from "@shopify/polaris";
import { useState } from "react";

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

export type Rows<Row> = { rows: Row[]; next: string | null };

/**
 * A list that grows on request: the rows that came with the page, then those that `path` answers with.
 * When the page's own rows change by themselves, the list starts again from them.
 */
export function useShowMore<Row>(path: string, first: Rows<Row>) {
  const { load, data, state } = useFetcher();
  const more = data as Rows<Row> | undefined;
  const [list, setList] = useState({ ...first, first, more });

  // What is shown follows what arrived, in the very render in which it arrives.
  if (first !== list.first) setList({ ...first, first, more });
  else if (more && more !== list.more) {
    setList({ rows: [...list.rows, ...more.rows], next: more.next, first, more });
  }

  const { rows, next } = list;
  return {
    rows,
    hasMore: next !== null,
    loading: state !== "idle",
    showMore: () => next !== null && load(`${path}?${new URLSearchParams({ before: next })}`),
  };
}
