/** The languages of the shop, the first one its own. */
export const LANGUAGES = ["en", "de", "fr", "es", "ar", "ja"] as const;

export type Language = (typeof LANGUAGES)[number];

export const ENDONYMS: Record<Language, string> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  ar: "العربية",
  ja: "日本語",
};

function asLanguage(text: string | null | undefined): Language | null {
  return LANGUAGES.find((language) => language === text) ?? null;
}

/**
 * Splits a path below the shop's root into its language and the rest: `/de/cart` → `de`, `cart`. A `locale` in the
 * query wins, as it does in a shop; without either it is the first language.
 */
export function splitLanguage(
  path: string,
  query: string | null,
): { language: Language; page: string } {
  const parts = path.split("/").filter(Boolean);
  const prefix = asLanguage(parts[0]);
  return {
    language: asLanguage(query) ?? prefix ?? LANGUAGES[0],
    page: (prefix ? parts.slice(1) : parts).join("/"),
  };
}
