import { CsvError, parse } from "csv-parse/sync";

import { withoutEscape } from "#app/ground/csv.ts";

import {
  type Birthday,
  birthdayOf,
  type CellProblem,
  type ImportMode,
  lastDayOf,
  pointsOf,
  type Who,
  whoOf,
} from "./file-cells.ts";

/** Why a row cannot be applied. */
export type RowProblem =
  | CellProblem
  | "no_points"
  | "unknown_tier"
  | "tier_over"
  | "too_many_cells"
  | "unknown_customer"
  | "two_customers"
  | "repeated"
  | "merged"
  | "short"
  | "frozen";

export type FileRow = {
  /** As a spreadsheet numbers its rows: the heading is the first. */
  line: number;
  cells: string[];
  who: Who | null;
  points: bigint | null;
  birthday: Birthday | null;
  /** What the tier is called that it gives, and its last day, as 2027-05-31; null for good. */
  tier: string | null;
  tierUntil: string | null;
  note: string | null;
  problem: RowProblem | null;
};

/** Why a file cannot be read at all. */
export type FileProblem =
  "empty" | "no_heading" | "broken" | "too_many_rows" | "forgotten_meanwhile";

export class UnreadableFile extends Error {
  readonly problem: FileProblem;

  constructor(problem: FileProblem) {
    super(problem);
    this.problem = problem;
  }
}

export const MOST_ROWS = 100_000;
const MOST_NOTE = 500;

/** The column that says why a row was left out: written with the rows that failed, and passed over when they come again. */
export const REASON_COLUMN = "Why it was left out";

/** What the columns may be called, in small letters without spaces and signs; of several that are there the first of these is meant. */
const names = {
  email: ["email", "emailaddress", "customeremail", "mail"],
  phone: ["phone", "phonenumber", "customerphone", "mobile", "mobilephone"],
  id: ["customerid", "shopifycustomerid", "shopifyid", "id"],
  points: [
    "points",
    "pointsbalance",
    "pointsapproved",
    "approvedpoints",
    "currentpoints",
    "loyaltypoints",
    "availablepoints",
    "balance",
    "amount",
  ],
  birthday: ["birthday", "birthdate", "dateofbirth", "dob"],
  tier: ["tier", "tiername", "viptier", "viptiername", "viplevel", "level"],
  tierUntil: [
    "tieruntil",
    "tierend",
    "tierends",
    "tierenddate",
    "tierexpires",
    "tierexpiry",
    "tierexpirydate",
  ],
  note: ["note", "notes", "reason", "comment"],
};

type Column = keyof typeof names;
type Columns = Record<Column, number>;

/** How the records of a file are told apart, by how it begins. */
export function formatOf(beginning: string) {
  return {
    bom: true,
    delimiter: separatorOf(beginning),
    relaxColumnCount: true,
    relaxQuotes: true,
    trim: true,
  } as const;
}

/** What the records of a file say, one after the other: its heading first, then its rows. */
export class RecordReader {
  /** What its columns are called, once that has been read. */
  heading: string[] | null = null;
  /** Rows with something in them so far. */
  rows = 0;
  /** What stands between the cells. */
  separator = ",";
  private records = 0;
  private columns = columnsOf([]);
  private reason = -1;
  readonly mode: ImportMode;

  constructor(mode: ImportMode) {
    this.mode = mode;
  }

  /** The row that the next record is; null for the heading, and where nothing is in it. Throws `UnreadableFile`. */
  read(record: readonly string[]): FileRow | null {
    this.records += 1;
    const all = record.map(withoutEscape);
    if (all.every((cell) => cell === "") || this.saysSeparator(all)) return null;
    if (this.heading === null) return this.readHeading(all);
    this.rows += 1;
    if (this.rows > MOST_ROWS) throw new UnreadableFile("too_many_rows");
    const numbered = { line: this.records, cells: this.withoutReason(all) };
    return rowOf(numbered, this.heading.length, this.columns, this);
  }

  private saysSeparator([first = ""]: readonly string[]): boolean {
    return this.records === 1 && /^sep=[,;\t]?$/i.test(first);
  }

  private readHeading(all: string[]): null {
    this.reason = all.findIndex((title) => titleOf(title) === titleOf(REASON_COLUMN));
    this.heading = this.withoutReason(all);
    this.columns = columnsOf(this.heading);
    const has = (...some: Column[]) => some.some((column) => this.columns[column] !== -1);
    if (!has("email", "phone", "id") || !has("points", "birthday", "tier"))
      throw new UnreadableFile("no_heading");
    return null;
  }

  private withoutReason(cells: string[]): string[] {
    return this.reason === -1 ? cells : cells.toSpliced(this.reason, 1);
  }
}

/** Whether a file that begins so can be read: null as far as that is known. `isAll`: it ends there, too. */
export function problemOf(beginning: string, isAll: boolean, mode: ImportMode): FileProblem | null {
  const reader = new RecordReader(mode);
  const format = formatOf(beginning);
  reader.separator = format.delimiter;
  try {
    const records = parse(beginning, { ...format, to: isAll ? -1 : 1 });
    for (const record of records as string[][]) reader.read(record);
  } catch (error) {
    if (error instanceof UnreadableFile) return error.problem;
    if (error instanceof CsvError) return isAll ? "broken" : null;
    throw error;
  }
  return isAll && reader.rows === 0 ? "empty" : null;
}

/** The file's text, whatever wrote it: UTF-8, what Excel calls Unicode text (UTF-16), or the older Windows encoding. */
export function decodeFile(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The columns with a name that nothing is read from. */
export function unreadColumns(heading: readonly string[]): string[] {
  const read = new Set(Object.values(columnsOf(heading)));
  return heading.filter((title, index) => title !== "" && !read.has(index));
}

/** What a row says in a column; nothing where there is none. */
export function cellOf(
  heading: readonly string[],
  cells: readonly string[],
  column: Column,
): string {
  return cells[columnsOf(heading)[column]] ?? "";
}

/** A row of such a file that says this. */
export function cellsFor(
  heading: readonly string[],
  said: Partial<Record<Column, string>>,
): string[] {
  const columns = Object.entries(columnsOf(heading)) as [Column, number][];
  const columnAt = new Map(columns.map(([column, index]) => [index, column]));
  return heading.map((_, index) => said[columnAt.get(index) as Column] ?? "");
}

/** What a line of its own says to Excel before the heading: `sep=;`. */
const SEPARATOR_LINE = /^\uFEFF?sep=([,;\t])/i;

/** What stands between the cells of the first line, if that does not say so: the one of the three that is there most often. */
function separatorOf(text: string): string {
  const firstLine = text.trimStart().split(/\r?\n|\r/, 1)[0] ?? "";
  const said = SEPARATOR_LINE.exec(firstLine)?.[1];
  if (said !== undefined) return said;
  const count = (sign: string) => firstLine.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

function columnsOf(heading: readonly string[]): Columns {
  const titles = heading.map(titleOf);
  const found = Object.entries(names).map(([column, known]) => [
    column,
    known.map((name) => titles.indexOf(name)).find((index) => index !== -1) ?? -1,
  ]);
  return Object.fromEntries(found) as Columns;
}

function titleOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z]/g, "");
}

function rowOf(
  { line, cells }: { line: number; cells: string[] },
  width: number,
  columns: Columns,
  { mode, separator }: Pick<RecordReader, "mode" | "separator">,
): FileRow {
  const cell = (column: Column) => cells[columns[column]] ?? "";
  const who = whoOf({ id: cell("id"), email: cell("email"), phone: cell("phone") });
  const points = pointsOf(cell("points"), mode, separator);
  const birthday = birthdayOf(cell("birthday"));
  const tier = cell("tier") || null;
  const tierUntil = tier === null ? lastDayOf("") : lastDayOf(cell("tierUntil"));
  const row = {
    line,
    cells,
    who: who.problem === null ? who.value : null,
    points: points.problem === null ? points.value : null,
    birthday: birthday.problem === null ? birthday.value : null,
    tier,
    tierUntil: tierUntil.problem === null ? tierUntil.value : null,
    note: cell("note").slice(0, MOST_NOTE) || null,
  };
  // ann@example.com,1,500 is no single point for Ann: a number was cut in two.
  const isTooWide = cells.slice(width).some((rest) => rest !== "");
  const isEmpty = row.points === null && row.birthday === null && tier === null;
  const problem =
    who.problem ??
    points.problem ??
    birthday.problem ??
    tierUntil.problem ??
    (isEmpty ? ("no_points" as const) : null);
  return { ...row, problem: isTooWide ? "too_many_cells" : problem };
}
