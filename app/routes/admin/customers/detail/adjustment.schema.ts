import { z } from "zod";

import { fieldErrors, pointsUpTo } from "#app/ui/forms/form-fields.schema.ts";

const MOST_POINTS = 100_000_000;
const MOST_NOTE = 500;

const note = z
  .string()
  .trim()
  .max(MOST_NOTE, "Enter at most 500 characters.")
  .transform((text) => text || null);

const AdjustmentForm = z.object({
  direction: z.enum(["give", "take"]),
  points: pointsUpTo(MOST_POINTS),
  /** For the shop's own people: why. */
  internal: z
    .string()
    .trim()
    .min(1, "Say why, for your team.")
    .max(MOST_NOTE, "Enter at most 500 characters."),
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
  const signed = direction === "give" ? points : -points;
  return {
    adjustment: { points: signed, notes: { internal, public: shown }, clientKey },
    errors: null,
  };
}

/** What somebody will have to spend after what is typed; null while that is no number. */
export function balanceAfter(
  balance: number,
  { direction, points }: Pick<AdjustmentValues, "direction" | "points">,
): number | null {
  const read = pointsUpTo(MOST_POINTS).safeParse(points);
  if (!read.success) return null;
  return direction === "give" ? balance + Number(read.data) : balance - Number(read.data);
}
