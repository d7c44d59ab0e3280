import { DateTime } from "luxon";

import { toDecimal } from "#app/ground/money.ts";

import type { EarningRuleSettings, EarningRuleValues } from "./earning-rule.schema.ts";
import { termsFormValues } from "./program-terms.schema.ts";

/** A rule as the form shows it. */
export function ruleFormValues(
  settings: EarningRuleSettings,
  shop: { currency: string; timezone: string },
): EarningRuleValues {
  const { earnsFrom } = settings;
  const day = earnsFrom && DateTime.fromJSDate(earnsFrom, { zone: shop.timezone });
  return {
    ...termsFormValues(settings),
    active: settings.active,
    pointsPerUnit: String(settings.pointsPerUnit),
    unit: toDecimal(settings.unitMinor, shop.currency),
    rounding: settings.rounding,
    includeTax: settings.includeTax,
    includeDiscounted: settings.includeDiscounted,
    includeShipping: settings.includeShipping,
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
