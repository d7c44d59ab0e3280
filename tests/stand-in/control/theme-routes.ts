import { z } from "zod";

import { placedBlocks } from "../admin/placed-blocks.ts";
import { HttpError } from "../http.ts";
import { listEmbeds, setEmbed } from "../storefront/embeds.ts";
import { listBlocks } from "../storefront/extension.ts";
import { placeBlock } from "../storefront/place-block.ts";
import { TEMPLATES } from "../storefront/theme.ts";
import { writeExtensionSettings } from "../ui-extensions/extension-settings.ts";
import { mintExtensionToken } from "../ui-extensions/extension-token.ts";
import { listTargets } from "../ui-extensions/ui-extension.ts";
import { get, post, type Route } from "./route.ts";

const settings = z.record(z.string(), z.unknown()).optional();
const BlockInput = z.object({
  template: z.enum(TEMPLATES),
  handle: z.string(),
  /** Without: the template's first section that takes blocks. */
  section: z.string().optional(),
  shown: z.boolean().default(true),
  settings,
});
const EmbedInput = z.object({ handle: z.string(), on: z.boolean().default(true), settings });

const ExtensionInput = z.object({
  handle: z.string(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** The theme as a merchant's editor changes it. */
export const themeRoutes: Route[] = [
  get(/^theme$/, ({ context, shop }) => ({
    available: listBlocks(),
    blocks: placedBlocks(context.store, shop.id),
    embeds: listEmbeds(context.store, shop.id),
  })),
  post(/^theme\/blocks$/, ({ context, shop, input }) => {
    const wish = BlockInput.parse(input);
    if (!listBlocks().includes(wish.handle))
      throw new HttpError(404, `The extension has no block ${wish.handle}`);
    placeBlock(context.store, shop.id, wish, context.clock.now());
    return { blocks: placedBlocks(context.store, shop.id) };
  }),
  get(/^extensions$/, ({ context }) => ({ targets: listTargets(context.app.projectDir) })),
  post(/^extensions\/settings$/, ({ context, shop, input }) => {
    const { handle, settings: wish } = ExtensionInput.parse(input);
    writeExtensionSettings(context.store, shop.id, handle, wish, context.clock.now());
    return { settings: wish };
  }),
  get(/^extension-token$/, ({ context, shop }) => {
    const query = context.url.searchParams;
    const life = query.get("lifeSeconds");
    const options = {
      customerId: query.get("customerId"),
      ...(life && { lifeSeconds: Number(life) }),
    };
    return { token: mintExtensionToken(context.app, shop, options) };
  }),
  post(/^theme\/embeds$/, ({ context, shop, input }) => {
    const wish = EmbedInput.parse(input);
    const embed = listEmbeds(context.store, shop.id).find(({ handle }) => handle === wish.handle);
    if (!embed) throw new HttpError(404, `The extension has no app embed ${wish.handle}`);
    const next = { ...embed, on: wish.on, settings: { ...embed.settings, ...wish.settings } };
    setEmbed(context.store, shop.id, next, context.clock.now());
    return { embeds: listEmbeds(context.store, shop.id) };
  }),
];
