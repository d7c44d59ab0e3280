import { exactJson, type Json } from "#tests/stand-in/payloads/exact-json.ts";

import { replaced } from "./payload-paths.ts";

const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
/** What nobody means, in all the forms that were tried, as it stands in JSON. */
export const hostile: Record<string, string> = {
  "a number of a million digits": "9".repeat(1_000_000),
  "a text of a million digits": `"${"9".repeat(1_000_000)}"`,
  "an amount of a million decimals": `"1.${"1".repeat(1_000_000)}"`,
  "a number beyond int8": "9223372036854775808",
  "a number beyond int4": "2147483648",
  "a huge number": "1e308",
  "a negative number": "-7",
  "a fraction": "1.5",
  "an amount with a comma": '"12,5"',
  "a long text": JSON.stringify("x".repeat(100_000)),
  "a text that PostgreSQL cannot keep": String.raw`"\u0000\ud800"`,
  "half of an emoji where a long text is cut": JSON.stringify("😀".repeat(400)),
  "a day before Christ": '"-000044-03-15T12:00:00Z"',
  "a day far off": '"+275760-09-13T00:00:00Z"',
  "another time": '"0001-01-01T00:00:00Z"',
  "a list": "[]",
  "an object": "{}",
  "a flag": "true",
  "thousands of lists in each other": deep(5_000),
};

const MARK = "here is what is hostile";

/** A payload's JSON with something of `hostile` at one place. */
export function withHostile(body: unknown, path: string[], value: string): string {
  // Not a replacement's pattern: the text may have dollars in it.
  return exactJson(replaced(body, path, MARK) as Json).replace(`"${MARK}"`, () => value);
}
