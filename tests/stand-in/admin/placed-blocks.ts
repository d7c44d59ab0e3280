import type { Store } from "../store/store.ts";
import { listBlocks } from "../storefront/extension.ts";
import { appBlockOf, readTemplate, TEMPLATES, type TemplateName } from "../storefront/theme.ts";

/** An app block in a template of the theme. `key` is its place in the section. */
export type PlacedAppBlock = {
  template: TemplateName;
  section: string;
  key: string;
  handle: string;
  disabled: boolean;
  settings: Record<string, unknown>;
};

/** Every app block of a shop's theme, shown or not, in the order of the templates. What the app no longer has is left out. */
export function placedBlocks(store: Store, shopId: string): PlacedAppBlock[] {
  const known = listBlocks();
  return TEMPLATES.flatMap((template) =>
    Object.entries(readTemplate(store, shopId, template).sections).flatMap(
      ([section, { blocks = {} }]) =>
        Object.entries(blocks).flatMap(([key, block]) => {
          const app = appBlockOf(block.type);
          if (!app || !known.includes(app.handle)) return [];
          const { settings, disabled = false } = block;
          return [{ template, section, key, handle: app.handle, disabled, settings }];
        }),
    ),
  );
}
