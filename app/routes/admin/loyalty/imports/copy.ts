import type { ImportState } from "#app/loyalty/imports/imports.server.ts";
import { fileProblemInWords, warningsOf } from "#app/loyalty/imports/import-copy.ts";
import type { ImportTrial } from "#app/loyalty/imports/import-trial.server.ts";
import type { ListedImport } from "#app/loyalty/imports/imports-list.server.ts";
import type { FileProblem } from "#app/loyalty/imports/points-file.ts";
import { actorInWords } from "#app/ui/copy/audit.ts";
import type { Formats } from "#app/ui/format/formats.ts";
import type { Status } from "#app/ui/layout/status-badge.tsx";

type StateWords = { name: string; status: Status };

const states: Record<ImportState, StateWords> = {
  checking: { name: "Being checked", status: "underway" },
  unreadable: { name: "Cannot be read", status: "wrong" },
  tried: { name: "Not imported yet", status: "todo" },
  applying: { name: "Importing", status: "underway" },
  applied: { name: "Imported", status: "good" },
  reversing: { name: "Reversing", status: "underway" },
  reversed: { name: "Reversed", status: "over" },
};

export function importStateWords(state: string): StateWords {
  return states[state as ImportState] ?? { name: state, status: "over" };
}

/** What is being done with a file of points, for as long as something is; null otherwise. */
export function workOn(state: string): string | null {
  const works: Partial<Record<string, string>> = {
    checking: "Checking the file",
    applying: "Importing points",
    reversing: "Reversing the import",
  };
  return works[state] ?? null;
}

export type UploadProblem = FileProblem | "no_file" | "too_large";

/** Why a file that was chosen is not looked at. */
export function uploadProblemInWords(problem: UploadProblem): string {
  if (problem === "no_file") return "Choose a file first.";
  if (problem === "too_large") return "The file is larger than 10 MB. Split it into several.";
  return fileProblemInWords(problem);
}

/** What a file would do, and what to know before, for whoever is about to do it. */
export function confirmationOf(
  { mode, points, rows, problems }: ListedImport,
  trial: ImportTrial,
  formats: Formats,
): string {
  const { people, balances, birthdays, tiers, worthMinor } = trial;
  const { number, money } = formats;
  const who = `${number(people)} ${people === 1 ? "person" : "people"}`;
  const given = `${number(Math.abs(points))} points in all, worth ${money(worthMinor)},`;
  const more = points < 0 ? "less" : "more";
  const sentences = [
    mode === "set" &&
      `The balances of ${who} are set to ${number(balances)} points in all. That is ${number(Math.abs(points))} points ${more} than now, worth ${money(worthMinor)}.`,
    mode === "add" &&
      points !== 0 &&
      `${given} are ${points < 0 ? "taken from" : "given to"} ${who}.`,
    mode === "add" && points === 0 && `The rows are about ${who}; their points come to 0 in all.`,
    birthdays > 0 &&
      `${number(birthdays)} ${birthdays === 1 ? "birthday is" : "birthdays are"} set, except where somebody told theirs.`,
    tiers > 0 &&
      `${number(tiers)} ${tiers === 1 ? "tier is" : "tiers are"} set. Coming into them so gives nothing, and nobody is told.`,
    problems > 0 && `${number(problems)} of ${number(rows)} rows are left out.`,
    ...warningsOf(trial, mode, { ...formats, actor: actorInWords }).flatMap(({ code, says }) =>
      code === "unread_columns" ? [] : says,
    ),
  ];
  return sentences.filter((sentence) => sentence !== false).join(" ");
}
