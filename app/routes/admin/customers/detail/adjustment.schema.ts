import { z } from "zod";

import type { Adjustment } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { type FieldErrors, fieldErrors } from "#app/ui/forms/form-fields.schema.ts";

const MOST_POINTS = 100_000_000;
const MOST_NOTE = 500;

/** A change of somebody's points by hand, as it is typed. */
export type AdjustmentValues = {
  direction: "give" | "take";
  points: string;
  /** For the shop's own people. */
  internal: string;
  /** For the customer. */
  public: string;
  /** Made with the form: sent again, it is the same change. */
  clientKey: string;
};

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
  internal: note,
  public: note,
  clientKey: z.uuid(),
});

export type ParsedAdjustment =
  | { adjustment: Omit<Adjustment, "customerId">; errors: null }
  | { adjustment: null; errors: FieldErrors };

/** Reads what was typed: the change, or what is wrong with each field. */
export function parseAdjustment(typed: unknown): ParsedAdjustment {
  const parsed = AdjustmentForm.safeParse(typed);
  if (!parsed.success) return { adjustment: null, errors: fieldErrors(parsed.error) };
  const { direction, points, internal, public: shown, clientKey } = parsed.data;
  const signed = BigInt(direction === "give" ? points : -points);
  return {
    adjustment: { points: signed, notes: { internal, public: shown }, clientKey },
    errors: null,
  };
}
