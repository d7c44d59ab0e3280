import { DateTime } from "luxon";
import { z } from "zod";

import type { OrderCap } from "#app/loyalty/program/earning-rule.ts";
import type { ProgramSettings } from "#app/loyalty/program/program.server.ts";
import {
  fieldErrors,
  type FieldErrors,
  moneyField,
  pickedBigInts,
} from "#app/ui/forms/form-fields.schema.ts";

import { programTerms, type ProgramTermsValues } from "./program-terms.schema.ts";

const MOST_POINTS = 100_000;
const LARGEST_UNIT_MINOR = 1_000_000_000n;

type Shop = { currency: string; timezone: string };

/** The earning rule as it is typed: whole fields of text, so that half-typed numbers can stand in them. */
export type EarningRuleValues = ProgramTermsValues & {
  active: boolean;
  pointsPerUnit: string;
  /** How much money earns them, as decimal text. */
  unit: string;
  rounding: ProgramSettings["rounding"];
  includeTax: boolean;
  includeDiscounted: boolean;
  includeShipping: boolean;
  giftCards: ProgramSettings["giftCards"];
  /** The most that orders give a customer; empty is no limit. */
  capPoints: string;
  capPeriod: OrderCap["period"];
  excludedProductIds: string[];
  customRefunds: ProgramSettings["customRefunds"];
  shortfall: ProgramSettings["shortfall"];
  /** Empty is no limit. */
  debtLimit: string;
  /** A day in the shop's time zone, YYYY-MM-DD; empty is the whole history. */
  earnsFrom: string;
};

/** What of a program the form is about. */
export type EarningRuleSettings = Pick<
  ProgramSettings,
  keyof Omit<EarningRuleValues, "unit" | "capPoints" | "capPeriod"> | "unitMinor" | "orderCap"
>;

export type ParsedRule =
  { settings: EarningRuleSettings; errors: null } | { settings: null; errors: FieldErrors };

/** Reads what was typed: the rule, or what is wrong with each field. */
export function parseEarningRule(typed: unknown, shop: Shop): ParsedRule {
  const parsed = earningRuleOf(shop).safeParse(typed);
  if (!parsed.success) return { settings: null, errors: fieldErrors(parsed.error) };
  const { unit, capPoints, capPeriod, ...settings } = parsed.data;
  const orderCap = capPoints === null ? null : { points: capPoints, period: capPeriod };
  return { settings: { ...settings, unitMinor: unit, orderCap }, errors: null };
}

const wholeNumber = /^\d+$/;

function earningRuleOf({ currency, timezone }: Shop) {
  return z.object({
    ...programTerms,
    active: z.boolean(),
    pointsPerUnit: z
      .string()
      .trim()
      .regex(wholeNumber, "Enter a whole number of points, such as 1.")
      .transform(Number)
      .refine((points) => points >= 1, "Enter at least 1 point.")
      .refine((points) => points <= MOST_POINTS, "Enter at most 100,000 points."),
    unit: moneyField(currency, { such: "1 or 2.50", mostMinor: LARGEST_UNIT_MINOR }),
    rounding: z.enum(["down", "half_up", "up"]),
    includeTax: z.boolean(),
    includeDiscounted: z.boolean(),
    includeShipping: z.boolean(),
    giftCards: z.enum(["when_spent", "when_bought"]),
    capPoints: z
      .string()
      .trim()
      .regex(/^\d{0,9}$/, "Enter a whole number of points, or leave this empty for no limit.")
      .transform((text) => (text === "" ? null : Number(text)))
      .refine(
        (points) => points !== 0,
        "Enter at least 1 point, or leave this empty for no limit.",
      ),
    capPeriod: z.enum(["day", "week", "month", "year"]),
    excludedProductIds: pickedBigInts,
    customRefunds: z.enum(["prorate", "ignore"]),
    shortfall: z.enum(["debt", "forgive"]),
    debtLimit: z
      .string()
      .trim()
      .regex(/^\d{0,15}$/, "Enter a whole number of points, or leave this empty for no limit.")
      .transform((text) => (text === "" ? null : BigInt(text))),
    earnsFrom: z
      .string()
      .trim()
      .transform((text) => (text === "" ? null : startOfDay(text, timezone)))
      .refine((day) => day !== undefined, "Enter a day, or leave this empty for the whole history.")
      .transform((day) => day ?? null),
  });
}

/** Undefined when there is no such day. */
function startOfDay(day: string, timezone: string): Date | undefined {
  const start = DateTime.fromFormat(day, "yyyy-MM-dd", { zone: timezone }).startOf("day");
  return start.isValid ? start.toJSDate() : undefined;
}
