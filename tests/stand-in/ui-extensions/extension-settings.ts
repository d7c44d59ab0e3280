import type { Store } from "../store/store.ts";

export type ExtensionSettings = Record<string, string | number | boolean>;

const fileOf = (handle: string) => `config/ui_extensions/${handle}.json`;

/** What the merchant set for an extension in the checkout and accounts editor; nothing until then. */
export function readExtensionSettings(
  store: Store,
  shopId: string,
  handle: string,
): ExtensionSettings {
  const body = store.themeFiles.find(shopId, fileOf(handle))?.body;
  return body === undefined ? {} : (JSON.parse(body) as ExtensionSettings);
}

export function writeExtensionSettings(
  store: Store,
  shopId: string,
  handle: string,
  settings: ExtensionSettings,
  now: Date,
): void {
  const body = JSON.stringify(settings);
  store.themeFiles.put(shopId, { filename: fileOf(handle), body, updatedAt: now.toISOString() });
}
