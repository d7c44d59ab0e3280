import { randomUUID } from "node:crypto";

import { HttpError } from "../http.ts";
import type { Store } from "../store/store.ts";
import {
  appBlockOf,
  readTemplate,
  writeTemplate,
  type Template,
  type TemplateName,
} from "./theme.ts";

export type Placement = {
  template: TemplateName;
  handle: string;
  section?: string | undefined;
  shown: boolean;
  settings?: Record<string, unknown> | undefined;
};

/** Puts an app block at the end of a section, or changes the one that is there. Throws HttpError 422 without a section for it. */
export function placeBlock(store: Store, shopId: string, wish: Placement, now: Date): void {
  const template = readTemplate(store, shopId, wish.template);
  const name = wish.section ?? sectionForBlocks(template);
  const section = name ? template.sections[name] : undefined;
  if (!section) throw new HttpError(422, `The template ${wish.template} has no such section`);
  const blocks = (section.blocks ??= {});
  const known = Object.values(blocks).find(({ type }) => appBlockOf(type)?.handle === wish.handle);
  if (known) {
    known.disabled = !wish.shown;
    known.settings = { ...known.settings, ...wish.settings };
  } else {
    const id = randomUUID();
    const key = `encore_${id.slice(0, 8)}`;
    const type = `shopify://apps/encore/blocks/${wish.handle}/${id}`;
    blocks[key] = { type, disabled: !wish.shown, settings: wish.settings ?? {} };
    section.block_order = [...(section.block_order ?? []), key];
  }
  writeTemplate(store, shopId, wish.template, template, now);
}

/** An `apps` section first, else the main one. */
function sectionForBlocks(template: Template): string | undefined {
  return (
    template.order.find((name) => template.sections[name]?.type === "apps") ??
    template.order.find((name) => name === "main")
  );
}
