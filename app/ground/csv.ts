const RISKY_START = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",;\n\r\t]/;

/**
 * One line of a CSV file. Text that a spreadsheet would run as a formula is kept from it by an apostrophe before it; numbers
 * stay numbers. See https://owasp.org/www-community/attacks/CSV_Injection.
 */
export function csvLine(cells: readonly (string | number | bigint | null)[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: string | number | bigint | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = RISKY_START.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
