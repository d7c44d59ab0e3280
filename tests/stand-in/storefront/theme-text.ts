import { resolve } from "node:path";

import { readTranslations, translate } from "./liquid/translations.ts";
import { themeDir } from "./theme.ts";
import type { Visit } from "./visit.ts";

/** A text of the theme in the visit's language, not escaped. */
export function themeText(visit: Visit, key: string, values: Record<string, unknown> = {}): string {
  const translations = readTranslations(resolve(themeDir, "locales"), "storefront");
  return translate(translations, visit.language, key, values);
}
