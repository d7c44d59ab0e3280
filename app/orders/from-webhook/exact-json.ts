import { storable } from "#app/ground/json.ts";

const LONG_NUMBER = /\d{16}/;
/** How JSON writes what PostgreSQL may refuse: NUL, and either half of a surrogate pair. */
const ESCAPED_NUL_OR_SURROGATE = /\\u(?:0000|d[89a-f])/i;

type Context = { source?: string };
type Reviver = (key: string, value: unknown, context: Context) => unknown;

/**
 * JSON.parse that keeps every digit, an integer that a double cannot hold comes out as the string of its digits, and
 * whose texts are `storable`. Throws SyntaxError.
 */
export function parseExactJson(text: string): unknown {
  const value = parseDigits(text);
  // Looked for in the text first: few payloads have any, and going through a whole value takes as long as parsing it.
  return ESCAPED_NUL_OR_SURROGATE.test(text) ? storable(value) : value;
}

function parseDigits(text: string): unknown {
  // The reviver is several times slower, and few payloads have a number that long.
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1]);
}

const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? (source ?? value)
    : value;
