import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { describe, expect, test } from "vitest";

type Texts = { [key: string]: string | Texts };

const LANGUAGES = ["ar", "de", "en", "es", "fr", "ja"];
const PLURALS = ["zero", "one", "two", "few", "many", "other"];

describe.each(["extensions/customer-account", "extensions/order-status"])("%s", (folder) => {
  const files = globSync("locales/*.json", { cwd: folder });
  const languages = new Map(
    files.map((file) => [basename(file).split(".")[0] ?? "", read(join(folder, file))]),
  );
  const english = languages.get("en") ?? {};

  test("speaks six languages, each with all its plurals", () => {
    expect([...languages.keys()].sort()).toEqual(LANGUAGES);
    for (const [language, { points }] of languages)
      expect(Object.keys(points as Texts).sort(), language).toEqual(
        [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort(),
      );
  });

  test("says the same in each, with the same things left to fill in", () => {
    const wanted = entriesOf(english);
    for (const [language, texts] of languages) expect(entriesOf(texts), language).toEqual(wanted);
  });

  test("has the words that its pages ask for, and no others", () => {
    const said = globSync("src/*.{ts,tsx}", { cwd: folder })
      .map((file) => readFileSync(join(folder, file), "utf8"))
      .join("\n");
    const keys = entriesOf(english).map(([key]) => key ?? "");
    const plain = [...said.matchAll(/\bsay\("([\w.]+)"/g)].map(([, key]) => key);
    for (const key of plain) expect(keys).toContain(key);
    for (const key of keys.filter((key) => !key.startsWith("points")))
      expect(isNamed(said, key), key).toBe(true);
  });
});

/** Whether a script has the key, or makes it from the group's name and its last part: `said.${code}`. */
function isNamed(script: string, key: string): boolean {
  const [group, last] = key.split(/[.](?=[^.]*$)/);
  if (script.includes(`"${key}"`)) return true;
  return last !== undefined && script.includes(`\`${group}.`);
}

/** Keys with the names of what is filled in. Plural forms count as one text. */
function entriesOf(texts: Texts, before = ""): string[][] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const path = `${before}${key}`;
    if (typeof value === "string") return [[path, ...names(value)]];
    const isPlural = Object.keys(value).every((form) => PLURALS.includes(form));
    return isPlural ? [[path]] : entriesOf(value, `${path}.`);
  });
}

function names(text: string): string[] {
  return [...text.matchAll(/\{\{ (\w+) \}\}/g)].map(([, name]) => name ?? "").sort();
}

function read(file: string): Texts {
  return JSON.parse(readFileSync(file, "utf8")) as Texts;
}
