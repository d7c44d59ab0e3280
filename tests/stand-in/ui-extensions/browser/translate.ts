type Values = Record<string, unknown>;

/**
 * The text of a key with its `{{ names }}` replaced; with a `count` in its plural form. Where values are elements, the parts
 * come as an array, as Shopify gives them. A key without a text is given back itself.
 */
export function translator(texts: unknown, language: string) {
  return (key: string, values: Values = {}): string | unknown[] => {
    const entry = key
      .split(".")
      .reduce<unknown>(
        (tree, part) => (tree as Record<string, unknown> | undefined)?.[part],
        texts,
      );
    const text = typeof entry === "object" && entry ? plural(entry, language, values) : entry;
    return typeof text === "string" ? filled(text, values) : key;
  };
}

function plural(forms: object, language: string, values: Values): unknown {
  const count = Number(values["count"]);
  const byName = forms as Record<string, unknown>;
  const rule = new Intl.PluralRules(language).select(Number.isNaN(count) ? 0 : count);
  return byName[rule] ?? byName["other"];
}

function filled(text: string, values: Values): string | unknown[] {
  const parts = text.split(/\{\{\s*(\w+)\s*\}\}/).map((part, i) => (i % 2 ? values[part] : part));
  const plain = parts.every((part) => typeof part !== "object" || part === null);
  return plain ? parts.map((part) => String(part ?? "")).join("") : parts;
}
