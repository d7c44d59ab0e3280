/** What points are called, by language. Empty when the merchant has not named them. */
export type PointName = Record<string, { one: string; other: string }>;

/** The part of Shopify's API that words are made with: the same in checkout and customer accounts. */
export type Language = {
  i18n: {
    translate(key: string, values?: Record<string, string | number>): string;
    formatNumber(value: number, options?: object): string;
    formatCurrency(value: number, options?: object): string;
    formatDate(date: Date, options?: object): string;
  };
  localization: { extensionLanguage: { value: { isoCode: string } } };
};

/** Numbers look the same as on the storefront, where Liquid writes them. */
const IN_WORDS = { inExtensionLocale: true, numberingSystem: "latn" };

/** Words in the language of the page. */
export function wordsOf({ i18n, localization }: Language) {
  const language = localization.extensionLanguage.value.isoCode;
  const number = (value: number) => i18n.formatNumber(value, IN_WORDS);
  const nameIn = (names: PointName) =>
    names[language] ?? names[language.slice(0, 2)] ?? names["en"];

  return {
    language,
    number,
    say: (key: string, values: Record<string, string | number> = {}) => i18n.translate(key, values),
    /** "25 stars", as the program calls them. */
    points: (count: number, names: PointName): string => {
      const own = nameIn(names);
      const formatted = number(count);
      if (!own) return i18n.translate("points", { count, formatted });
      const isOne = new Intl.PluralRules(language).select(count) === "one";
      return `${formatted} ${isOne ? own.one : own.other}`;
    },
    /** "stars", without a number. */
    pointsName: (names: PointName): string => nameIn(names)?.other ?? i18n.translate("points_name"),
    day: (iso: string): string =>
      i18n.formatDate(new Date(iso), { ...IN_WORDS, dateStyle: "long" }),
    /** An amount in minor units of its currency. */
    money: (minor: number, currency: string): string => {
      const style = new Intl.NumberFormat("en", { style: "currency", currency });
      const digits = style.resolvedOptions().maximumFractionDigits ?? 2;
      return i18n.formatCurrency(minor / 10 ** digits, { ...IN_WORDS, currency });
    },
  };
}
