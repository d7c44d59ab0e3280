const LONG_NUMBER = /\d{16}/;

type Context = { source?: string };
type Reviver = (key: string, value: unknown, context: Context) => unknown;

/**
 * JSON.parse that keeps every digit: an integer that a double cannot hold comes out as the string of its digits.
 * Throws SyntaxError.
 */
export function parseExactJson(text: string): unknown {
  // The reviver is several times slower, and few payloads have a number that long.
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1]);
}

const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? (source ?? value)
    : value;
