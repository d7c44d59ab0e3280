import type { IncomingMessage, ServerResponse } from "node:http";

import type { RequestContext } from "../../handler.ts";
import { escapeHtml, HttpError, readBody, redirect, sendHtml } from "../../http.ts";
import type { ShopDoc } from "../../store/documents.ts";
import { listEmbeds, setEmbed } from "../../storefront/embeds.ts";
import { readBlock, schemaText, settingsOf, type BlockSchema } from "../../storefront/extension.ts";
import { readTemplate, writeTemplate } from "../../storefront/theme.ts";
import { placedBlocks, type PlacedAppBlock } from "../placed-blocks.ts";
import { adminPage } from "../shell.ts";
import { readSettings, settingField } from "./setting-fields.ts";

const TEMPLATE_NAMES: Record<string, string> = {
  index: "Home page",
  product: "Product page",
  "customers/account": "Account page",
  cart: "Cart",
  collection: "Collections",
  "page.rewards": "Rewards page",
};

/** The app's blocks in the theme, each with a form for its settings. */
export function sendThemeEditor(
  response: ServerResponse,
  context: RequestContext,
  shop: ShopDoc,
): true {
  const path = `/admin/store/${shop.handle}/themes/current/editor`;
  const saved = context.url.searchParams.has("saved")
    ? '<p class="notice" role="status">Saved.</p>'
    : "";
  const offer = offeredBlock(context.url.searchParams);
  const blocks = placedBlocks(context.store, shop.id).map((block) =>
    blockForm(block, path, offer === `${block.template} ${block.handle}`),
  );
  const main = `
<div class="editor">
  <h1>Theme editor</h1>
  <p class="quiet">The app blocks of this shop’s theme. <a href="/storefront/${shop.handle}/">See the shop</a></p>
  ${saved}${blocks.join("")}${embedForms(context, shop, path).join("")}
</div>`;
  return sendHtml(response, 200, adminPage(context, shop, { title: "Theme editor", path, main }));
}

/** Keeps what the form of one block says. Throws HttpError 404 when the theme has no such block. */
export async function saveBlock(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
  shop: ShopDoc,
): Promise<true> {
  const form = new URLSearchParams((await readBody(request)).toString("utf8"));
  if (form.get("place")?.startsWith(EMBED)) {
    saveEmbed(context, shop, form);
    return redirect(response, `${context.url.pathname}?saved`);
  }
  const place = placedBlocks(context.store, shop.id).find(
    (block) => placeOf(block) === form.get("place"),
  );
  if (!place) throw new HttpError(404, "The theme has no such block");
  const template = readTemplate(context.store, shop.id, place.template);
  const block = template.sections[place.section]?.blocks?.[place.key];
  if (block) {
    block.disabled = !form.has("shown");
    block.settings = readSettings(readBlock(place.handle).schema, form);
  }
  writeTemplate(context.store, shop.id, place.template, template, context.clock.now());
  return redirect(response, `${context.url.pathname}?saved`);
}

/** App embeds stand on every page; their forms are named so. */
const EMBED = "embed|";

function embedForms(context: RequestContext, shop: ShopDoc, path: string): string[] {
  const asked = context.url.searchParams.get("activateAppId")?.split("/")[1];
  return listEmbeds(context.store, shop.id).map((embed) => {
    const { schema } = readBlock(embed.handle);
    const name = `${schemaText(schema.name, "en")} – ${EVERY_PAGE}`;
    const shown = embed.on || asked === embed.handle;
    const block = { place: `${EMBED}${embed.handle}`, name, shown, offered: shown && !embed.on };
    return settingsForm(path, { ...block, schema, settings: embed.settings });
  });
}

const EVERY_PAGE = "App embed";

function saveEmbed(context: RequestContext, shop: ShopDoc, form: URLSearchParams): void {
  const handle = form.get("place")?.slice(EMBED.length) ?? "";
  const embed = listEmbeds(context.store, shop.id).find((one) => one.handle === handle);
  if (!embed) throw new HttpError(404, "The app has no such embed");
  const settings = readSettings(readBlock(handle).schema, form);
  const next = { ...embed, on: form.has("shown"), settings };
  setEmbed(context.store, shop.id, next, context.clock.now());
}

function placeOf({ template, section, key }: PlacedAppBlock): string {
  return [template, section, key].join("|");
}

/** An app's link into the theme editor asks for one of its blocks on one page: `template handle`, or null. */
function offeredBlock(query: URLSearchParams): string | null {
  const [, handle] = (query.get("addAppBlockId") ?? "").split("/");
  return handle ? `${query.get("template")} ${handle}` : null;
}

/** A block that an app asked for is shown once the merchant saves it. */
function blockForm(block: PlacedAppBlock, path: string, offered: boolean): string {
  const { schema } = readBlock(block.handle);
  return settingsForm(path, {
    place: placeOf(block),
    name: `${schemaText(schema.name, "en")} – ${TEMPLATE_NAMES[block.template] ?? block.template}`,
    shown: !block.disabled || offered,
    offered: offered && block.disabled,
    schema,
    settings: block.settings,
  });
}

type FormOf = {
  place: string;
  name: string;
  shown: boolean;
  /** The app asked for it, and it is not shown yet. */
  offered: boolean;
  schema: BlockSchema;
  settings: Record<string, unknown>;
};

function settingsForm(path: string, { place, name, shown, offered, schema, settings }: FormOf) {
  const values = settingsOf(schema, settings);
  const fields = schema.settings.map((setting, i) =>
    settingField(setting, values, `${place}|${i}`),
  );
  return `
<form class="card" method="post" action="${path}">
  <h2>${escapeHtml(name)}</h2>
  ${offered ? '<p class="notice" role="status">Save to show this block in the theme.</p>' : ""}
  <input type="hidden" name="place" value="${escapeHtml(place)}">
  <label class="check"><input type="checkbox" name="shown"${shown ? " checked" : ""}> Shown</label>
  ${fields.join("")}
  <button class="button button--primary">Save</button>
</form>`;
}
