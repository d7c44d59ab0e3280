import type { ImportMode } from "./file-cells.ts";
import type { EarlierImport, ImportTrial } from "./import-trial.server.ts";
import type { FileProblem, RowProblem } from "./points-file.ts";

const rowProblems: Record<RowProblem | "not_reversed", string> = {
  no_customer: "It names nobody: there is no email address, customer id or phone number.",
  not_an_email: "This is no email address.",
  not_an_id: "This is no customer id of Shopify.",
  not_a_phone: "Write the phone number with its country code, such as +44 20 7946 0958.",
  no_points: "It says no points, or zero, and nothing else.",
  unknown_tier: "Your program has no tier of this name. Write it as on your Tiers page.",
  tier_over: "The last day of the tier is over.",
  not_a_date: "This is no last day of a tier. Write it as 2027-05-31.",
  not_whole_points: "Points are whole numbers, such as 500 or -20.",
  doubtful_separator: "Is this a thousand or a decimal? Write it without a dot or comma.",
  too_many_points: "These are more than 100 million points.",
  below_zero: "A balance cannot be set below zero.",
  not_a_day: "This is no birthday. Write it as 1990-05-31 or 31 May.",
  doubtful_day: "Which is the month, and which the day? Write it as 1990-05-31 or 31 May.",
  too_many_cells:
    "It has more cells than the heading. Put a number with a comma in quotes, or write it without.",
  unknown_customer: "Nobody in your shop is known by this. Encore makes no new customers.",
  two_customers:
    "Several of your customers have this phone number. Name them by email or customer id.",
  repeated: "They appear in another row, too. A balance can be set once: keep one of the rows.",
  merged:
    "They were merged with another customer after the file was checked. Import the row again.",
  short: "They do not have so many points.",
  frozen: "Their account is frozen: its balance does not match. See Ledger audit.",
  not_reversed: "It could not be reversed, because their account is frozen. See Ledger audit.",
};

/** Why a row of a file is left out. */
export function rowProblemInWords(problem: string): string {
  return rowProblems[problem as RowProblem] ?? "It could not be used.";
}

const fileProblems: Record<FileProblem, string> = {
  empty: "There are no rows in this file.",
  no_heading:
    "The first line has to name the columns: “email”, “customer id” or “phone”; “points”, “birthday” or “tier”; and “tier until” and “note” if you like.",
  broken: "The quotes in this file do not match. Save it as CSV again and try once more.",
  too_many_rows: "A file may have 100,000 rows. Split it into several.",
  forgotten_meanwhile:
    "A customer's data was erased while this file was being checked. Upload it once more.",
};

/** Why a file cannot be read at all. */
export function fileProblemInWords(problem: FileProblem): string {
  return fileProblems[problem];
}

export type ImportWarning = {
  code: "applied_before" | "repeated_people" | "unread_columns";
  says: string;
};

/** How numbers, times and people are written. */
type Formats = {
  number: (value: number) => string;
  dateTime: (iso: string) => string;
  actor: (actor: string) => string;
};

/** What is to be known before a file is applied. */
export function warningsOf(
  { appliedBefore, repeated, unreadColumns }: ImportTrial,
  mode: ImportMode,
  formats: Formats,
): ImportWarning[] {
  const { people } = repeated;
  const who = people === 1 ? "1 person appears" : `${formats.number(people)} people appear`;
  const warnings: (ImportWarning | false | null)[] = [
    appliedBefore && {
      code: "applied_before",
      says: `${earlierInWords(appliedBefore, formats)} ${again[mode]}`,
    },
    people > 0 && {
      code: "repeated_people",
      says: `${who} in more than one row. ${repeatedMeans[mode]}`,
    },
    unreadColumns.length > 0 && {
      code: "unread_columns",
      says: `Columns that are not read: ${unreadColumns.map((title) => `“${title}”`).join(", ")}.`,
    },
  ];
  return warnings.filter((warning) => warning !== null && warning !== false);
}

const again: Record<ImportMode, string> = {
  add: "Imported again, its points are added once more.",
  set: "Imported again, it sets these balances whatever happened since.",
};

const repeatedMeans: Record<ImportMode, string> = {
  add: "Each row counts: their points are added up.",
  set: "A balance can be set once, so their rows are left out. Keep one row for each person.",
};

function earlierInWords({ fileName, at, actor }: EarlierImport, formats: Formats): string {
  const by = formats.actor(actor);
  return at === null
    ? `The same file (“${fileName}”, by ${by}) is being imported right now.`
    : `The same file was imported on ${formats.dateTime(at)} by ${by} (“${fileName}”).`;
}
