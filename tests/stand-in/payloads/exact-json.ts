/** JSON whose whole numbers may be bigints: ids above 2^53 are written digit by digit. */
export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };

const rawJSON = (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON;

/** JSON text in which a bigint is a number with all its digits. */
export function exactJson(value: Json): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "bigint" ? rawJSON(String(item)) : item,
  );
}
