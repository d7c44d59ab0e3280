import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";

export type Rows<Row> = { rows: Row[]; next: string | null };

export type ShowMore<Row> = {
  rows: Row[];
  hasMore: boolean;
  loading: boolean;
  showMore: () => void;
};

/**
 * A list that grows on request: the rows that came with the page, then those that `path` answers with.
 * When the page's own rows change by themselves, the list starts again from them.
 */
export function useShowMore<Row>(path: string, first: Rows<Row>): ShowMore<Row> {
  const { load, data, state } = useFetcher<Rows<Row>>();
  const [list, setList] = useState<Rows<Row>>(first);

  useEffect(() => setList(first), [first]);
  useEffect(() => {
    if (!data) return;
    const more = data as Rows<Row>;
    setList(({ rows }) => ({ rows: [...rows, ...more.rows], next: more.next }));
  }, [data]);

  const { rows, next } = list;
  return {
    rows,
    hasMore: next !== null,
    loading: state !== "idle",
    showMore: () => next !== null && load(`${path}?${new URLSearchParams({ before: next })}`),
  };
}
