import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { keptOf } from "./liquid/kept.ts";
import { readTranslations, translate, type Translations } from "./liquid/translations.ts";

/** Where the app's theme extension lives. */
export const extensionDir = resolve(import.meta.dirname, "../../../extensions/theme");

export type BlockSetting = {
  type: string;
  id?: string;
  label?: string;
  info?: string;
  content?: string;
  default?: string | number | boolean;
  min?: number;
  max?: number;
  step?: number;
  unit?: string;
  options?: { value: string; label: string }[];
};

export type BlockSchema = {
  name: string;
  target: string;
  stylesheet?: string;
  javascript?: string;
  settings: BlockSetting[];
  enabled_on?: { templates?: string[] };
  disabled_on?: { templates?: string[] };
};

/** The handles of all blocks that the extension has. */
export function listBlocks(dir = extensionDir): string[] {
  const blocks = resolve(dir, "blocks");
  return keptOf(blocks, "handles", () =>
    readdirSync(blocks)
      .filter((file) => file.endsWith(".liquid"))
      .map((file) => file.replace(/\.liquid$/, ""))
      .sort(),
  );
}

/** Whether a block may stand on pages of this type (`index`, `product`, `page` …). */
export function isAllowedOn(schema: BlockSchema, pageType: string): boolean {
  const among = (templates: string[]) => templates.includes("*") || templates.includes(pageType);
  const { enabled_on: on, disabled_on: off } = schema;
  if (off?.templates && among(off.templates)) return false;
  return !on?.templates || among(on.templates);
}

/** A block as it is on disk: its Liquid and its schema. Throws when there is no such block. */
export function readBlock(handle: string, dir = extensionDir): Block {
  if (!/^[a-z0-9-]+$/.test(handle)) throw new RangeError(`"${handle}" is no block handle`);
  const blocks = resolve(dir, "blocks");
  return keptOf(blocks, `block ${handle}`, () => parseBlock(blocks, handle));
}

type Block = { source: string; schema: BlockSchema };

function parseBlock(blocks: string, handle: string): Block {
  const source = readFileSync(resolve(blocks, `${handle}.liquid`), "utf8");
  const schema = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(source)?.[1];
  if (!schema) throw new SyntaxError(`The block ${handle} has no schema`);
  return { source, schema: JSON.parse(schema) as BlockSchema };
}

/** The settings a block has: what the merchant chose, else the schema's defaults. */
export function settingsOf(
  schema: BlockSchema,
  chosen: Record<string, unknown>,
): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const { id, default: preset } of schema.settings) {
    if (id) settings[id] = chosen[id] ?? preset ?? null;
  }
  return settings;
}

/** A label of the schema in the merchant's language; labels are `t:` keys or plain text. */
export function schemaText(label: string, language: string, dir = extensionDir): string {
  if (!label.startsWith("t:")) return label;
  return translate(readTranslations(resolve(dir, "locales"), "schema"), language, label.slice(2));
}

/** The extension's texts for the storefront. */
export function extensionTranslations(dir = extensionDir): Translations {
  return readTranslations(resolve(dir, "locales"), "storefront");
}
