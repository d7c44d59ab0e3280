import { CsvError, parse } from "csv-parse/sync";

import { normaliseEmail } from "#app/customers/identity/email.ts";

/** Why a row cannot be applied. */
export type RowProblem =
  | "no_customer"
  | "not_an_email"
  | "not_an_id"
  | "no_points"
  | "not_whole_points"
  | "doubtful_separator"
  | "too_many_points"
  | "unknown_customer"
  | "short"
  | "frozen";

/** Who a row is about. The address is for looking the person up, and is not kept. */
export type Who = { email: string } | { shopifyId: bigint };

export type FileRow = {
  /** In the file, the heading not counted, from 1. */
  line: number;
  who: Who | null;
  points: bigint | null;
  note: string | null;
  problem: RowProblem | null;
};

/** Why a file cannot be read at all. */
export type FileProblem = "empty" | "no_heading" | "broken" | "too_many_rows";

export type ReadFile = { rows: FileRow[]; problem: null } | { rows: null; problem: FileProblem };

export const MOST_ROWS = 100_000;
const MOST_POINTS = 100_000_000n;
const MOST_NOTE = 500;

/** What the columns may be called, in small letters without spaces and signs. */
const names = {
  email: ["email", "emailaddress", "customeremail", "mail"],
  id: ["customerid", "shopifycustomerid", "shopifyid", "id"],
  points: ["points", "pointsbalance", "balance", "amount"],
  note: ["note", "notes", "reason", "comment"],
};

type Column = keyof typeof names;

/** Reads a file of points: its rows, each with what is wrong with it, or why it cannot be read. */
export function readPointsFile(text: string): ReadFile {
  const records = recordsOf(text);
  if (records === null) return { rows: null, problem: "broken" };
  const [heading, ...rest] = records;
  if (!heading || rest.length === 0) return { rows: null, problem: "empty" };
  if (rest.length > MOST_ROWS) return { rows: null, problem: "too_many_rows" };

  const columns = columnsOf(heading);
  if (columns.points === -1 || (columns.email === -1 && columns.id === -1))
    return { rows: null, problem: "no_heading" };
  return { rows: rest.map((cells, index) => rowOf(cells, columns, index + 1)), problem: null };
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

/** Null when its quotes do not close. */
function recordsOf(text: string): string[][] | null {
  try {
    return parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      skipRecordsWithEmptyValues: true,
      trim: true,
    }) as string[][];
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** What stands between the cells of the first line: the one of the three that is there most often. */
function separatorOf(text: string): string {
  const firstLine = text.trimStart().split(/\r?\n|\r/, 1)[0] ?? "";
  const count = (sign: string) => firstLine.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

function columnsOf(heading: string[]): Record<Column, number> {
  const titles = heading.map((title) => title.toLowerCase().replaceAll(/[^a-z]/g, ""));
  const find = (column: Column) => titles.findIndex((title) => names[column].includes(title));
  return { email: find("email"), id: find("id"), points: find("points"), note: find("note") };
}

function rowOf(cells: string[], columns: Record<Column, number>, line: number): FileRow {
  const cell = (column: Column) => cells[columns[column]]?.trim() ?? "";
  const who = whoOf(cell("email"), cell("id"));
  const points = pointsOf(cell("points"));
  const problem = who.problem ?? points.problem;
  return {
    line,
    who: who.problem === null ? who.who : null,
    points: points.problem === null ? points.points : null,
    note: cell("note").slice(0, MOST_NOTE) || null,
    problem,
  };
}

type FoundWho = { who: Who; problem: null } | { problem: RowProblem };

/** By Shopify's id when there is one: two people may share an address over time, but never an id. */
function whoOf(email: string, id: string): FoundWho {
  if (id !== "") {
    const number = /^'?(?:gid:\/\/shopify\/Customer\/)?(\d{1,18})$/.exec(id)?.[1];
    return number
      ? { who: { shopifyId: BigInt(number) }, problem: null }
      : { problem: "not_an_id" };
  }
  if (email === "") return { problem: "no_customer" };
  const normalised = /^[^\s@]+@[^\s@]+$/.test(email) ? normaliseEmail(email) : null;
  return normalised ? { who: { email: normalised }, problem: null } : { problem: "not_an_email" };
}

type FoundPoints = { points: bigint; problem: null } | { problem: RowProblem };

/** Whole points, perhaps with a sign or as a spreadsheet writes whole numbers: 500, +500, −20, 1,500, 500.00. */
function pointsOf(typed: string): FoundPoints {
  const text = typed.replaceAll(/[\s'\u00a0\u202f]/g, "").replace(/^[\u2212\u2013]/, "-");
  if (text === "") return { problem: "no_points" };
  // A German 1.500 is an English 1.5: nobody is given a thousand times too little, or too much.
  if (/^[+-]?\d{1,3}\.\d{3}$/.test(text)) return { problem: "doubtful_separator" };
  const match = /^([+-]?)(\d{1,18}|\d{1,3}(?:,\d{3})+)(?:\.0+)?$/.exec(text);
  if (!match) return { problem: "not_whole_points" };

  const amount = BigInt((match[2] ?? "").replaceAll(",", ""));
  if (amount === 0n) return { problem: "no_points" };
  if (amount > MOST_POINTS) return { problem: "too_many_points" };
  return { points: match[1] === "-" ? -amount : amount, problem: null };
}
