import { DateTime } from "luxon";
import { z } from "zod";

import type { Past } from "#app/loyalty/launch/past.ts";
import { fieldErrors } from "#app/ui/forms/form-fields.schema.ts";

/** Which past orders count, as it is chosen; `since` is a day, and empty for the other choices. */
export type PastValues = { past: "all" | "since" | "none"; since: string };

export const everything: PastValues = { past: "all", since: "" };

/** Reads what was chosen, by the shop's days: or what is wrong with it. */
export function parsePast(typed: unknown, timezone: string) {
  const parsed = chosenIn(timezone).safeParse(typed);
  return parsed.success
    ? { past: parsed.data, errors: null }
    : { past: null, errors: fieldErrors(parsed.error) };
}

/** A choice as the form shows it. */
export function pastValues(past: Past, timezone: string): PastValues {
  if (past.kind !== "since") return { past: past.kind, since: "" };
  const since = DateTime.fromISO(past.since, { zone: timezone }).toFormat("yyyy-MM-dd");
  return { past: "since", since };
}

function chosenIn(zone: string) {
  return z
    .object({ past: z.enum(["all", "since", "none"]), since: z.string().trim() })
    .transform(({ past, since }, context): Past => {
      if (past !== "since") return { kind: past };
      const day = DateTime.fromFormat(since, "yyyy-MM-dd", { zone }).startOf("day");
      if (day.isValid) return { kind: "since", since: day.toUTC().toISO() };
      context.addIssue({ code: "custom", path: ["since"], message: "Enter a day." });
      return z.NEVER;
    });
}
