import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { keptOf } from "./kept.ts";

type Entry = string | { [key: string]: Entry };
type Tree = { [key: string]: Entry };

/** Locale files by language; `fallback` is the language of the `*.default.json` file. */
export type Translations = { byLanguage: Record<string, Tree>; fallback: string };

/** Reads `locales/*.json`, or with `kind` "schema" `locales/*.schema.json`. */
export function readTranslations(dir: string, kind: "storefront" | "schema"): Translations {
  return keptOf(dir, kind, () => readLocales(dir, kind));
}

function readLocales(dir: string, kind: "storefront" | "schema"): Translations {
  const translations: Translations = { byLanguage: {}, fallback: "en" };
  for (const file of readdirSync(dir)) {
    const match = /^([a-z]{2}(?:-[A-Z]{2})?)(\.default)?(\.schema)?\.json$/.exec(file);
    if (!match?.[1] || Boolean(match[3]) !== (kind === "schema")) continue;
    translations.byLanguage[match[1]] = JSON.parse(readFileSync(join(dir, file), "utf8")) as Tree;
    if (match[2]) translations.fallback = match[1];
  }
  return translations;
}

/**
 * The text of a key in a language, else in the fallback language, else Shopify's "Translation missing" text. With a
 * `count` the plural form of the language is chosen; `{{ name }}` is replaced from `values`.
 */
export function translate(
  translations: Translations,
  language: string,
  key: string,
  values: Record<string, unknown> = {},
): string {
  for (const candidate of [language, language.slice(0, 2), translations.fallback]) {
    const entry = find(translations.byLanguage[candidate], key);
    const text = typeof entry === "object" ? plural(entry, candidate, values.count) : entry;
    if (text !== undefined) return interpolate(text, values);
  }
  return `Translation missing: ${language}.${key}`;
}

function find(tree: Tree | undefined, key: string): Entry | undefined {
  let entry: Entry | undefined = tree;
  for (const part of key.split(".")) {
    if (typeof entry !== "object" || !Object.hasOwn(entry, part)) return undefined;
    entry = entry[part];
  }
  return entry;
}

const rulesOf: Record<string, Intl.PluralRules> = {};

function plural(forms: Tree, language: string, count: unknown): string | undefined {
  rulesOf[language] ??= new Intl.PluralRules(language);
  const rule = rulesOf[language].select(Number(count ?? Number.NaN));
  const form = forms[rule] ?? forms.other;
  return typeof form === "string" ? form : undefined;
}

function interpolate(text: string, values: Record<string, unknown>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(values[name] ?? ""));
}
