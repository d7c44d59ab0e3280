import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Store } from "../store/store.ts";
import { listBlocks, readBlock, type BlockSchema } from "./extension.ts";
import { appBlockOf, themeDir, type TemplateBlock } from "./theme.ts";

const FILENAME = "config/settings_data.json";

/** The theme's settings; app embeds stand among its blocks. */
export type SettingsData = { current: { blocks?: Record<string, TemplateBlock> } };

/** An app embed of the extension, and what the merchant chose for it. `key` is its place in the settings, if it has one. */
export type Embed = {
  handle: string;
  id: string;
  key: string | null;
  target: string;
  on: boolean;
  settings: Record<string, unknown>;
};

const EMBED_TARGETS = ["head", "body", "compliance_head"];

function isEmbed({ target }: Pick<BlockSchema, "target">): boolean {
  return EMBED_TARGETS.includes(target);
}

/** The extension's app embeds. They are off until the merchant, or the theme as it came, switches them on. */
export function listEmbeds(store: Store, shopId: string): Embed[] {
  const blocks = Object.entries(readSettingsData(store, shopId).current.blocks ?? {});
  return listBlocks().flatMap((handle) => {
    const { schema } = readBlock(handle);
    if (!isEmbed(schema)) return [];
    const [key = null, block] =
      blocks.find(([, { type }]) => appBlockOf(type)?.handle === handle) ?? [];
    return {
      handle,
      id: (block && appBlockOf(block.type)?.id) ?? key ?? handle,
      key,
      target: schema.target,
      on: block !== undefined && block.disabled !== true,
      settings: block?.settings ?? {},
    };
  });
}

/** Switches an embed and keeps its settings. */
export function setEmbed(
  store: Store,
  shopId: string,
  embed: Pick<Embed, "handle" | "id" | "key" | "on" | "settings">,
  now: Date,
): void {
  const data = readSettingsData(store, shopId);
  const type = `shopify://apps/encore/blocks/${embed.handle}/${embed.id}`;
  const block = { type, disabled: !embed.on, settings: embed.settings };
  const blocks = { ...data.current.blocks, [embed.key ?? embed.handle]: block };
  store.themeFiles.put(shopId, {
    filename: FILENAME,
    body: JSON.stringify({ ...data, current: { ...data.current, blocks } }, null, 2),
    updatedAt: now.toISOString(),
  });
}

function readSettingsData(store: Store, shopId: string): SettingsData {
  const own = store.themeFiles.find(shopId, FILENAME)?.body;
  return JSON.parse(own ?? readFileSync(resolve(themeDir, FILENAME), "utf8")) as SettingsData;
}
