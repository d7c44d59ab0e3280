import type { FilterImplOptions } from "liquidjs";

import { exponentOf } from "../../money.ts";
import { pageOfFilter } from "./page.ts";

/** What a shop in this currency has as "HTML without currency"; `*` stands for the amount. */
const FORMATS: Record<string, string> = {
  AUD: "$*",
  CAD: "$*",
  EUR: "€*",
  GBP: "£*",
  JPY: "¥*",
  KRW: "₩*",
  KWD: "KD *",
  USD: "$*",
};

const COMMA_DECIMALS = new Set(["EUR", "BRL", "DKK", "PLN"]);

/** A Liquid price (hundredths of the currency, whatever its decimals) as text, without symbol. */
function amountText(hundredths: number, currency: string): string {
  amounts[currency] ??= new Intl.NumberFormat(COMMA_DECIMALS.has(currency) ? "de-DE" : "en-US", {
    minimumFractionDigits: exponentOf(currency),
    maximumFractionDigits: exponentOf(currency),
  });
  return amounts[currency].format(hundredths / 100);
}

const amounts: Record<string, Intl.NumberFormat> = {};

/** The same with the currency's symbol. */
function moneyText(hundredths: number, currency: string): string {
  const format = FORMATS[currency] ?? `* ${currency}`;
  return format.replace("*", amountText(hundredths, currency));
}

export const moneyFilters: Record<string, FilterImplOptions> = {
  money(value: unknown) {
    return moneyText(Number(value), pageOfFilter(this).currency);
  },
  money_with_currency(value: unknown) {
    const { currency } = pageOfFilter(this);
    const text = moneyText(Number(value), currency);
    return text.endsWith(currency) ? text : `${text} ${currency}`;
  },
  money_without_currency(value: unknown) {
    return amountText(Number(value), pageOfFilter(this).currency);
  },
  money_without_trailing_zeros(value: unknown) {
    return moneyText(Number(value), pageOfFilter(this).currency).replace(/[.,]0+$/, "");
  },
};
