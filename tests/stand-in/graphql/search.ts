import { DateTime } from "luxon";
import { GraphQLError } from "graphql";
import type { SQLInputValue } from "node:sqlite";

import type { Condition } from "../store/collection.ts";

/** What a search field means: a column compared by value, or a condition of its own. */
export type SearchField =
  | { column: string; kind: "time" | "number" | "id" | "text" | "flag" }
  | { condition: (value: string) => Condition };

export type SearchFields = Record<string, SearchField>;

type Compare = "=" | ">" | "<" | ">=" | "<=";

const TERM = /(-)?(?:(\w+):\s*(>=|<=|>|<|=)?\s*)?("[^"]*"|'[^']*'|[^\s()]+)/g;

/**
 * Conditions for a search query such as `updated_at:>'2026-01-01' AND test:false`. Terms must all hold. Words without a
 * field search `words`. Throws a GraphQLError for what the stand-in cannot search, instead of finding too much.
 */
export function searchConditions(
  query: unknown,
  fields: SearchFields,
  timezone: string,
  words?: (word: string) => Condition,
): Condition[] {
  if (typeof query !== "string" || query.trim() === "") return [];
  if (/\bOR\b|[()]/.test(query.replace(/"[^"]*"|'[^']*'/g, ""))) {
    throw new GraphQLError(`The stand-in does not search with OR and parentheses: ${query}`);
  }
  return [...query.matchAll(TERM)].flatMap(([whole, not, name, compare, quoted]) => {
    const value = (quoted ?? "").replace(/^["']|["']$/g, "");
    if (!name && value === "AND") return [];
    const field = name ? fields[name] : undefined;
    if (!name && words) return negate(not, words(value));
    if (!field) throw new GraphQLError(`The stand-in does not search by ${name ?? whole}`);
    const condition =
      "condition" in field
        ? field.condition(value)
        : compareColumn(field, (compare ?? "=") as Compare, value, timezone);
    return negate(not, condition);
  });
}

function negate(not: string | undefined, condition: Condition): Condition[] {
  return [not ? { sql: `NOT (${condition.sql})`, params: condition.params } : condition];
}

function compareColumn(
  field: { column: string; kind: "time" | "number" | "id" | "text" | "flag" },
  compare: Compare,
  value: string,
  timezone: string,
): Condition {
  if (field.kind === "text" && value.endsWith("*")) {
    return { sql: `${field.column} LIKE ?`, params: [`${value.slice(0, -1)}%`] };
  }
  const same = field.kind === "text" ? " COLLATE NOCASE" : "";
  return {
    sql: `${field.column} ${compare} ?${same}`,
    params: [readValue(field.kind, value, timezone)],
  };
}

function readValue(
  kind: "time" | "number" | "id" | "text" | "flag",
  value: string,
  timezone: string,
): SQLInputValue {
  if (kind === "text") return value;
  if (kind === "flag") return value === "true" ? 1 : 0;
  if (kind === "id") {
    const digits = /(\d+)$/.exec(value)?.[1];
    if (!digits) throw new GraphQLError(`"${value}" is not an id`);
    return BigInt(digits);
  }
  const number =
    kind === "time" ? DateTime.fromISO(value, { zone: timezone }).toMillis() : Number(value);
  if (!Number.isFinite(number)) throw new GraphQLError(`"${value}" cannot be searched for`);
  return number;
}
