import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { z } from "zod";

import { HttpError } from "#tests/stand-in/http.ts";

import { type DeliveryEntry, isDelivery, ReplayEntry } from "./line.schema.ts";

const onlyOnce: ReadonlySet<DeliveryEntry["type"]> = new Set(["placed", "paid", "cancel", "merge"]);

/** A line of a replay file, with its number and its text: the same text is the same thing, heard again. */
export type Numbered<Entry = ReplayEntry> = { number: number; text: string; entry: Entry };

/** A file that cannot be played, in words for whoever wrote it. */
export class BadFile extends Error {
  override name = "BadFile";
}

/** The lines of a file, empty ones and those that begin with # or // left out. Throws `BadFile` with every line that is wrong. */
export function readReplayFile(path: string): Numbered[] {
  if (!existsSync(path)) throw new BadFile(`There is no file ${path}`);
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return parseReplay(text);
}

/** The same, of a text. */
export function parseReplay(text: string): Numbered[] {
  const problems: string[] = [];
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .flatMap((raw, index): Numbered[] => {
      const trimmed = raw.trim();
      if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith("//")) return [];
      const number = index + 1;
      const parsed = parseLine(trimmed);
      if ("entry" in parsed) return [{ number, ...parsed }];
      problems.push(`line ${number}: ${parsed.problem}`);
      return [];
    });
  const shops = new Map(
    lines.filter(({ entry }) => entry.type === "shop").map((one) => [one.text, one]),
  );
  for (const { number } of [...shops.values()].slice(1))
    problems.push(`line ${number}: the shop was described already, and not like this`);
  if (problems.length > 0) throw new BadFile(problems.join("\n"));
  return lines;
}

/** The text is written anew with its keys in order and what it leaves out, so that only what it says counts. */
function parseLine(raw: string): { entry: ReplayEntry; text: string } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return { problem: "is not JSON" };
  }
  const parsed = ReplayEntry.safeParse(json);
  if (!parsed.success) return { problem: z.prettifyError(parsed.error).replaceAll("\n", " ") };
  return { entry: parsed.data, text: sorted(whatCounts(parsed.data)) };
}

/** An order is placed, paid and cancelled once, and what has an `id` is done once: told with another time it is the same, heard late. */
function whatCounts(entry: ReplayEntry): object {
  const once =
    isDelivery(entry) && (onlyOnce.has(entry.type) || ("id" in entry && entry.id !== undefined));
  return once ? { ...entry, at: undefined } : entry;
}

function sorted(json: object): string {
  return JSON.stringify(json, (_key, value: unknown) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** What cannot have happened, in words for whoever wrote the file; anything else as it is. */
export function saidOfLine(error: unknown, number: number): unknown {
  const isOfFile =
    error instanceof HttpError || error instanceof BadFile || error instanceof RangeError;
  return isOfFile ? new BadFile(`line ${number}: ${error.message}`) : error;
}
