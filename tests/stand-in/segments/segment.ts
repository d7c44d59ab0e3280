export type SegmentDoc = {
  id: string;
  name: string;
  /** ShopifyQL's filter, such as `customer_tags CONTAINS 'gold'`. */
  query: string;
  createdAt: string;
  updatedAt: string;
};

type Clause = { tag: string; wanted: boolean };

const CLAUSE = /^customer_tags\s+(NOT\s+)?CONTAINS\s+'([^']+)'$/i;

/** The clauses of a segment's query, which must all hold, or null when it asks for anything but tags. */
export function segmentClauses(query: string): Clause[] | null {
  const clauses = query
    .trim()
    .split(/\s+AND\s+/i)
    .map((text) => CLAUSE.exec(text.trim()))
    .map((match) => (match?.[2] ? { tag: match[2].toLowerCase(), wanted: !match[1] } : null));
  return clauses.every((clause) => clause !== null) ? clauses : null;
}

/** Whether a customer with these tags is in the segment. */
export function isInSegment({ query }: Pick<SegmentDoc, "query">, tags: string[]): boolean {
  const own = new Set(tags.map((tag) => tag.toLowerCase()));
  return (segmentClauses(query) ?? []).every(({ tag, wanted }) => own.has(tag) === wanted);
}
