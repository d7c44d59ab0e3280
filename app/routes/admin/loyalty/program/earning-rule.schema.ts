import { DateTime } from "luxon";
import { z } from "zod";

import { toDecimal } from "#app/ground/money.ts";
import type { ProgramSettings } from "#app/loyalty/program/program.server.ts";
import {
  fieldErrors,
  type FormProps,
  moneyField,
  pickedBigInts,
  pointsUpTo,
} from "#app/ui/forms/form-fields.schema.ts";

import { programTerms, type ProgramTermsValues, termsFormValues } from "./program-terms.schema.ts";

const LARGEST_UNIT_MINOR = 1_000_000_000n;

type Shop = { currency: string; timezone: string };

/** What of a program the form is about. */
export type EarningRuleSettings = Pick<
  ProgramSettings,
  keyof Omit<EarningRuleValues, "unit" | "capPoints" | "capPeriod"> | "unitMinor" | "orderCap"
>;

/** Reads what was typed: the rule, or what is wrong with each field. */
export function parseEarningRule(typed: unknown, shop: Shop) {
  const parsed = earningRuleOf(shop).safeParse(typed);
  if (!parsed.success) return { settings: null, errors: fieldErrors(parsed.error) };
  const { unit, capPoints, capPeriod, ...settings } = parsed.data;
  const orderCap = capPoints === null ? null : { points: capPoints, period: capPeriod };
  return { settings: { ...settings, unitMinor: unit, orderCap }, errors: null };
}

function earningRuleOf({ currency, timezone }: Shop) {
  return programTerms.extend({
    pointsPerUnit: pointsUpTo(100_000, 1).transform(Number),
    unit: moneyField(currency, { such: "1 or 2.50", mostMinor: LARGEST_UNIT_MINOR }),
    rounding: z.enum(["down", "half_up", "up"]),
    includeTax: z.boolean(),
    includeDiscounted: z.boolean(),
    includeShipping: z.boolean(),
    includeTips: z.boolean(),
    includeCustomItems: z.boolean(),
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

/** A rule as the form shows it. */
export function ruleFormValues(settings: EarningRuleSettings, shop: Shop): EarningRuleValues {
  const { earnsFrom } = settings;
  const day = earnsFrom && DateTime.fromJSDate(earnsFrom, { zone: shop.timezone });
  return {
    ...termsFormValues(settings),
    pointsPerUnit: String(settings.pointsPerUnit),
    unit: toDecimal(settings.unitMinor, shop.currency),
    rounding: settings.rounding,
    includeTax: settings.includeTax,
    includeDiscounted: settings.includeDiscounted,
    includeShipping: settings.includeShipping,
    includeTips: settings.includeTips,
    includeCustomItems: settings.includeCustomItems,
    giftCards: settings.giftCards,
    capPoints: settings.orderCap === null ? "" : String(settings.orderCap.points),
    capPeriod: settings.orderCap?.period ?? "month",
    excludedProductIds: settings.excludedProductIds.map(String),
    customRefunds: settings.customRefunds,
    shortfall: settings.shortfall,
    debtLimit: settings.debtLimit === null ? "" : String(settings.debtLimit),
    earnsFrom: day ? day.toFormat("yyyy-MM-dd") : "",
  };
}

/** The earning rule as it is typed: whole fields of text, so that half-typed numbers can stand in them. */
export type EarningRuleValues = ProgramTermsValues &
  Omit<z.input<ReturnType<typeof earningRuleOf>>, keyof ProgramTermsValues>;

/** What each part of the form about points is given. */
export type RuleFormProps = FormProps<EarningRuleValues> & {
  /** By id, as far as they are known. */
  titles: { products: Record<string, string>; collections: Record<string, string> };
};

/** Undefined when there is no such day. */
function startOfDay(day: string, timezone: string): Date | undefined {
  const start = DateTime.fromFormat(day, "yyyy-MM-dd", { zone: timezone }).startOf("day");
  return start.isValid ? start.toJSDate() : undefined;
}
