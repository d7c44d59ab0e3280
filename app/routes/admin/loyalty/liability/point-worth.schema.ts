import { z } from "zod";

import type { PointWorth } from "#app/loyalty/liability/point-value.server.ts";
import { toDecimal } from "#app/ground/money.ts";
import { fieldErrors, type FieldErrors, moneyField } from "#app/ui/forms/form-fields.schema.ts";

const MOST_POINTS = 1_000_000;
const LARGEST_MINOR = 1_000_000_000n;
const BPS_OF_PERCENT = 100;

/** What a point is worth, as it is typed. */
export type PointWorthValues = {
  points: string;
  /** Decimal text. */
  amount: string;
  /** Per cent; empty takes what was seen so far. */
  rate: string;
};

export type ParsedPointWorth =
  { worth: PointWorth; errors: null } | { worth: null; errors: FieldErrors };

/** Reads what was typed: the worth, or what is wrong with each field. */
export function parsePointWorth(
  typed: unknown,
  { currency }: { currency: string },
): ParsedPointWorth {
  const parsed = worthOf(currency).safeParse(typed);
  if (!parsed.success) return { worth: null, errors: fieldErrors(parsed.error) };
  const { points, amount, rate } = parsed.data;
  return {
    worth: { valuePoints: points, valueMinor: amount, redemptionRateBps: rate },
    errors: null,
  };
}

/** What is kept, as it would be typed. */
export function worthFormValues(worth: PointWorth, currency: string): PointWorthValues {
  const { valuePoints, valueMinor, redemptionRateBps } = worth;
  return {
    points: String(valuePoints),
    amount: toDecimal(valueMinor, currency),
    rate: redemptionRateBps === null ? "" : String(redemptionRateBps / BPS_OF_PERCENT),
  };
}

function worthOf(currency: string) {
  return z.object({
    points: z
      .string()
      .trim()
      .regex(/^\d{1,7}$/, "Enter a whole number of points, such as 100.")
      .transform(Number)
      .refine((points) => points >= 1, "Enter at least 1 point.")
      .refine((points) => points <= MOST_POINTS, "Enter at most 1,000,000 points."),
    amount: moneyField(currency, { such: "1 or 2.50", mostMinor: LARGEST_MINOR }),
    rate: z
      .string()
      .trim()
      .transform((text) => text.replace(",", ".").replace(/\s*%$/, ""))
      .refine(
        (text) => text === "" || (/^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) <= 100),
        "Enter a number from 0 to 100, or leave this empty.",
      )
      .transform((text) => (text === "" ? null : Math.round(Number(text) * BPS_OF_PERCENT))),
  });
}
