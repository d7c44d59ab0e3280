import { z } from "zod";

import { fieldErrors } from "#app/ui/forms/form-fields.schema.ts";

const MOST_POINTS = 100_000_000;
const MOST_NOTE = 500;

const note = z
  .string()
  .trim()
  .max(MOST_NOTE, "Enter at most 500 characters.")
  .transform((text) => text || null);

const AdjustmentForm = z.object({
  direction: z.enum(["give", "take"]),
  points: z
    .string()
    .trim()
    .transform((text) => text.replaceAll(/[,\s]/g, ""))
    .refine((text) => /^\d{1,9}$/.test(text), "Enter a whole number of points, such as 100.")
    .transform((text) => (/^\d+$/.test(text) ? Number(text) : 0))
    .refine((points) => points >= 1, "Enter at least 1 point.")
    .refine((points) => points <= MOST_POINTS, "Enter at most 100,000,000 points."),
  /** For the shop's own people. */
  internal: note,
  /** For the customer. */
  public: note,
  /** Made with the form: sent again, it is the same change. */
  clientKey: z.uuid(),
});

/** A change of somebody's points by hand, as it is typed. */
export type AdjustmentValues = z.input<typeof AdjustmentForm>;

/** Reads what was typed: the change, or what is wrong with each field. */
export function parseAdjustment(typed: unknown) {
  const parsed = AdjustmentForm.safeParse(typed);
  if (!parsed.success) return { adjustment: null, errors: fieldErrors(parsed.error) };
  const { direction, points, internal, public: shown, clientKey } = parsed.data;
  const signed = BigInt(direction === "give" ? points : -points);
  return {
    adjustment: { points: signed, notes: { internal, public: shown }, clientKey },
    errors: null,
  };
}
