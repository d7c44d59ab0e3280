import type { ImportState } from "#app/loyalty/imports/imports.server.ts";
import type { FileProblem, RowProblem } from "#app/loyalty/imports/points-file.ts";

type StateWords = { name: string; tone?: "info" | "success" | "attention" | "warning" };

const states: Record<ImportState, StateWords> = {
  tried: { name: "Not imported yet", tone: "attention" },
  applying: { name: "Importing", tone: "info" },
  applied: { name: "Imported", tone: "success" },
  reversing: { name: "Reversing", tone: "info" },
  reversed: { name: "Reversed" },
};

export function importStateWords(state: string): StateWords {
  return states[state as ImportState] ?? { name: state };
}

const rowProblems: Record<RowProblem | "not_reversed", string> = {
  no_customer: "It names nobody: there is neither an email address nor a customer id.",
  not_an_email: "This is no email address.",
  not_an_id: "This is no customer id of Shopify.",
  no_points: "It says no points, or zero.",
  not_whole_points: "Points are whole numbers, such as 500 or -20.",
  doubtful_separator: "Is this a thousand or a decimal? Write it without the dot.",
  too_many_points: "These are more than 100 million points.",
  unknown_customer: "Nobody in your shop is known by this. Encore makes no new customers.",
  short: "They do not have so many points.",
  frozen: "Their account is frozen: its balance does not match. See Ledger audit.",
  not_reversed: "It could not be reversed, because their account is frozen. See Ledger audit.",
};

/** Why a row of a file is left out. */
export function rowProblemInWords(problem: string): string {
  return rowProblems[problem as RowProblem] ?? "It could not be used.";
}

const fileProblems: Record<FileProblem | "no_file" | "too_large", string> = {
  no_file: "Choose a file first.",
  too_large: "The file is larger than 10 MB. Split it into several.",
  empty: "There are no rows in this file.",
  no_heading:
    "The first line has to name the columns: “email” or “customer id”, “points”, and “note” if you like.",
  broken: "The quotes in this file do not match. Save it as CSV again and try once more.",
  too_many_rows: "A file may have 100,000 rows. Split it into several.",
};

export type UploadProblem = keyof typeof fileProblems;

/** Why a file cannot be read at all. */
export function fileProblemInWords(problem: UploadProblem): string {
  return fileProblems[problem];
}
