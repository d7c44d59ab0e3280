import { stringify } from "csv-stringify/sync";

/** The cells of one line. */
export type Cells = readonly (string | number | bigint | null)[];

/**
 * Lines of a CSV file. Text that a spreadsheet would run as a formula is kept from it by an apostrophe before it; numbers
 * stay numbers. See https://owasp.org/www-community/attacks/CSV_Injection.
 */
export function csvLines(lines: readonly Cells[]): string {
  return stringify([...lines], {
    record_delimiter: "\r\n",
    escape_formulas: true,
    // Spreadsheets of some countries take ; or a tab for the end of a cell, and all a lone end of line.
    quoted_match: /[;\t\r\n]/,
  });
}

/** What a cell said before `csvLines` put an apostrophe before it. */
export function withoutEscape(text: string): string {
  return text.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, "");
}
