import { stringify } from "csv-stringify/sync";

/** The cells of one line. */
export type Cells = readonly (string | number | bigint | null)[];

/** How a formula begins: by a sign, a full-width one too, whatever spaces stand before it; and what is taken off before one. */
const FORMULA = /^(?:[\t\r\n\u00a0]|\s*[=+\-@＝＋－＠])/;

/**
 * Lines of a CSV file. Text that a spreadsheet would run as a formula is kept from it by an apostrophe before it; numbers
 * stay numbers. See https://owasp.org/www-community/attacks/CSV_Injection.
 */
export function csvLines(lines: readonly Cells[]): string {
  return stringify(
    lines.map((cells) => cells.map(withEscape)),
    {
      record_delimiter: "\r\n",
      // Spreadsheets of some countries take ; or a tab for the end of a cell, and all a lone end of line.
      quoted_match: /[;\t\r\n]/,
    },
  );
}

function withEscape(cell: Cells[number]): Cells[number] {
  return typeof cell === "string" && FORMULA.test(cell) ? `'${cell}` : cell;
}

/** What a cell said before `csvLines` put an apostrophe before it. */
export function withoutEscape(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}
