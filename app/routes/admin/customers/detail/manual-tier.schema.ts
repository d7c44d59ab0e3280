import { DateTime } from "luxon";
import { z } from "zod";

import { fieldErrors } from "#app/ui/forms/form-fields.schema.ts";

const ManualTierForm = z.object({
  /** Empty is whatever was earned. */
  tierId: z.union([z.literal(""), z.uuid()]),
  /** The last day of the tier, as 2027-05-31; empty is for good. */
  until: z
    .string()
    .trim()
    .regex(/^(?:\d{4}-\d{2}-\d{2})?$/, "Choose a day."),
});

/** A tier that somebody is to be in, as it is typed. */
export type ManualTierValues = z.input<typeof ManualTierForm>;

/** Reads what was typed, by the shop's clock: the tier holds until its last day is over. */
export function parseManualTier(typed: unknown, timezone: string) {
  const parsed = ManualTierForm.safeParse(typed);
  if (!parsed.success) return { asked: null, errors: fieldErrors(parsed.error) };
  const { tierId, until } = parsed.data;
  if (tierId === "") return { asked: { tierId: null, until: null }, errors: null };
  if (until === "") return { asked: { tierId, until: null }, errors: null };
  const end = DateTime.fromISO(until, { zone: timezone }).plus({ days: 1 });
  if (!end.isValid) return { asked: null, errors: { until: "Choose a day." } };
  return { asked: { tierId, until: end.toJSDate() }, errors: null };
}
