import { z } from "zod";

import type { PointWorth } from "#app/loyalty/liability/point-value.server.ts";
import { toDecimal } from "#app/ground/money.ts";
import { fieldErrors, moneyField, pointsUpTo } from "#app/ui/forms/form-fields.schema.ts";
import { plainDecimal } from "#app/ground/typed-number.ts";

const LARGEST_MINOR = 1_000_000_000n;
const BPS_OF_PERCENT = 100;

/** Reads what was typed: the worth, or what is wrong with each field. */
export function parsePointWorth(typed: unknown, { currency }: { currency: string }) {
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
    points: pointsUpTo(1_000_000).transform(Number),
    amount: moneyField(currency, { such: "1 or 2.50", mostMinor: LARGEST_MINOR }),
    rate: z
      .string()
      .trim()
      .transform((text) => (text === "" ? "" : plainDecimal(text.replace(/\s*%$/, ""))))
      .refine(
        (text) =>
          text === "" ||
          (text !== null && /^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) <= 100),
        "Enter a number from 0 to 100, or leave this empty.",
      )
      .transform((text) => (text === "" ? null : Math.round(Number(text) * BPS_OF_PERCENT))),
  });
}

/** What a point is worth, as it is typed: an empty rate takes what was seen so far. */
export type PointWorthValues = z.input<ReturnType<typeof worthOf>>;
