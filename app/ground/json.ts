/** A value as JSON text. Numbers that may be larger than JSON's, ids and amounts and points, are the text of their digits. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "bigint" ? inner.toString() : inner,
  );
}

/**
 * A parsed JSON value as PostgreSQL can keep it: no string in it has a NUL character, and half of a surrogate pair is
 * the replacement character. Shoppers paste both, and one of either would have a whole batch refused.
 */
export function storable<Value>(value: Value): Value {
  return cleaned(value) as Value;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "").toWellFormed();
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner)]));
}
