import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { DateTime } from "luxon";

import { APP_ID } from "../acts/app-acts.ts";
import { PLAN_NAMES } from "../payloads/shop-payload.ts";
import { gid } from "../payloads/common.ts";
import type { ShopDoc } from "../store/documents.ts";
import type { ThemeFile } from "../store/theme-files.ts";
import { themeDir } from "../storefront/theme.ts";
import { connectionOf } from "./connection.ts";
import type { GraphqlContext, Resolvers } from "./context.ts";
import { listMetafields, oneMetafield } from "./resolvers-metafield.ts";
import { time } from "./values.ts";

export const Shop: Resolvers<ShopDoc> = {
  id: (shop) => gid("Shop", shop.id),
  name: (shop) => shop.name,
  email: (shop) => shop.email,
  contactEmail: (shop) => shop.email,
  shopOwnerName: (shop) => shop.ownerName,
  myshopifyDomain: (shop) => shop.domain,
  url: (shop) => `https://${shop.domain}`,
  primaryDomain: (shop) => ({
    id: gid("Domain", shop.id),
    host: shop.domain,
    url: `https://${shop.domain}`,
    sslEnabled: true,
  }),
  currencyCode: (shop) => shop.currency,
  enabledPresentmentCurrencies: (shop) => [shop.currency],
  ianaTimezone: (shop) => shop.timezone,
  timezoneAbbreviation: (shop) => DateTime.now().setZone(shop.timezone).offsetNameShort,
  timezoneOffset: (shop) => DateTime.now().setZone(shop.timezone).toFormat("ZZZ"),
  timezoneOffsetMinutes: (shop, _args, { clock }) =>
    DateTime.fromJSDate(clock.now(), { zone: shop.timezone }).offset,
  taxesIncluded: (shop) => shop.taxesIncluded,
  createdAt: (shop) => time(shop.createdAt),
  updatedAt: (shop) => time(shop.updatedAt ?? shop.createdAt),
  setupRequired: () => false,
  plan: (shop) => ({
    displayName: PLAN_NAMES[shop.plan].display,
    publicDisplayName: PLAN_NAMES[shop.plan].display,
    partnerDevelopment: false,
    shopifyPlus: shop.plan === "plus",
  }),
  billingAddress: shopAddress,
  shopAddress,
  metafield: (shop, args, context) => oneMetafield(gid("Shop", shop.id), args, context),
  metafields: (shop, args, context) => listMetafields(gid("Shop", shop.id), args, context),
};

function shopAddress(shop: ShopDoc) {
  return {
    id: gid("ShopAddress", shop.id),
    address1: null,
    address2: null,
    city: null,
    company: shop.name,
    country: new Intl.DisplayNames("en", { type: "region" }).of(shop.countryCode) ?? null,
    countryCodeV2: shop.countryCode,
    province: null,
    provinceCode: null,
    zip: null,
    phone: null,
  };
}

const scopeView = (handle: string) => ({ handle, description: handle.replaceAll("_", " ") });

/** One installation of the one app in each shop. */
export const AppInstallation: Resolvers<ShopDoc> = {
  id: (shop) => gid("AppInstallation", shop.id),
  accessScopes: (shop) => (shop.grantedScopes ?? []).map(scopeView),
  app: (shop) => shop,
  activeSubscriptions: () => [],
  launchUrl: (shop, _args, { app, standInUrl }) =>
    `${standInUrl}/admin/store/${shop.handle}/apps/${app.handle}`,
  uninstallUrl: () => null,
  metafield: (shop, args, context) => oneMetafield(gid("AppInstallation", shop.id), args, context),
  metafields: (shop, args, context) =>
    listMetafields(gid("AppInstallation", shop.id), args, context),
};

export const App: Resolvers<ShopDoc> = {
  id: () => gid("App", APP_ID),
  apiKey: (_shop, _args, { app }) => app.apiKey,
  handle: (_shop, _args, { app }) => app.handle,
  title: (_shop, _args, { app }) => app.name,
  embedded: () => true,
  published: () => false,
  installation: (shop) => shop,
  requestedAccessScopes: (_shop, _args, { app }) => app.scopes.map(scopeView),
  availableAccessScopes: (_shop, _args, { app }) => app.scopes.map(scopeView),
  webhookApiVersion: (_shop, _args, { app }) => app.apiVersion,
};

/** The one theme, published. */
export const OnlineStoreTheme: Resolvers<ShopDoc> = {
  id: (shop) => gid("OnlineStoreTheme", shop.id),
  name: () => "Plain",
  role: () => "MAIN",
  prefix: () => "/t/1",
  processing: () => false,
  processingFailed: () => false,
  themeStoreId: () => null,
  createdAt: (shop) => time(shop.createdAt),
  updatedAt: (shop) => time(shop.createdAt),
  files(shop, args, context) {
    const patterns = (args["filenames"] as string[] | undefined)?.map(globToRegExp);
    const wanted = listThemeFiles(shop, context).filter(
      ({ filename }) => !patterns || patterns.some((pattern) => pattern.test(filename)),
    );
    const files = connectionOf(wanted, { first: 50, ...args }, context, fileView);
    return { ...files, userErrors: [] };
  },
};

/** The theme as it came, with the shop's own files in place of what they change. */
function listThemeFiles(shop: ShopDoc, { store }: GraphqlContext): ThemeFile[] {
  const own = new Map(store.themeFiles.list(shop.id).map((file) => [file.filename, file]));
  for (const entry of readdirSync(themeDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const filename = relative(themeDir, path).replaceAll("\\", "/");
    if (!entry.isFile() || own.has(filename)) continue;
    own.set(filename, { filename, body: readFileSync(path, "utf8"), updatedAt: shop.createdAt });
  }
  return [...own.values()].sort((a, b) => (a.filename < b.filename ? -1 : 1));
}

function fileView({ filename, body, updatedAt }: ThemeFile) {
  return {
    filename,
    body: { __typename: "OnlineStoreThemeFileBodyText", content: body },
    size: String(Buffer.byteLength(body)),
    contentType: filename.endsWith(".json") ? "application/json" : "text/plain",
    checksumMd5: createHash("md5").update(body).digest("hex"),
    createdAt: time(updatedAt),
    updatedAt: time(updatedAt),
  };
}

function globToRegExp(glob: string): RegExp {
  const escaped = glob.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`);
}
