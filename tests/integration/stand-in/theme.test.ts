import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";

import { isAllowedOn } from "#tests/stand-in/storefront/extension.ts";
import { LANGUAGES } from "#tests/stand-in/storefront/languages.ts";
import { openStandIn, type Opened } from "./open-stand-in.ts";
import { openVisitor, type Visitor } from "./visitor.ts";

let opened: Opened;
let visitor: Visitor;

beforeAll(async () => {
  opened = await openStandIn();
  const { acts } = opened.standIn.context;
  const tea = acts.products.create(opened.shop, { title: "Tea", variants: [{ price: "9.00" }] });
  acts.products.create(opened.shop, { title: "Pot", variants: [{ price: "30.00" }] });
  acts.collections.create(opened.shop, { title: "Teas", productIds: [tea.id] });
  visitor = openVisitor(`${opened.standIn.url}/storefront/test/`);
});
afterAll(() => opened.close());

async function control(path: string, body: unknown): Promise<unknown> {
  const url = `${opened.standIn.url}/control/test/${path}`;
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return response.json();
}

test("the rewards page shows the app's blocks, and a block can be put onto any page", async () => {
  expect((await visitor.get("pages/rewards")).html).toContain("encore-balance");
  expect((await visitor.get("pages/other")).status).toBe(404);
  expect((await visitor.get("cart")).html).not.toContain("encore-balance");
  const place = { template: "cart", handle: "points-balance" };
  await control("theme/blocks", { ...place, settings: { heading: "Here" } });
  expect((await visitor.get("cart")).html).toContain("Here");
  await control("theme/blocks", { ...place, shown: false });
  expect((await visitor.get("cart")).html).not.toContain("encore-balance");
});

test("an app embed stands at the end of every page, until it is switched off", async () => {
  const { html } = await visitor.get("products/tea");
  const embed = html.lastIndexOf("shopify-block shopify-app-block");
  expect(embed).toBeGreaterThan(html.indexOf("</footer>"));
  expect(embed).toBeLessThan(html.indexOf("</body>"));
  await control("theme/embeds", { handle: "launcher", on: false });
  const without = (await visitor.get("products/tea")).html;
  expect(without.lastIndexOf("shopify-app-block")).toBeLessThan(without.indexOf("</footer>"));
  await control("theme/embeds", { handle: "launcher", on: true });
});

test("every language has all texts; Arabic runs from right to left", async () => {
  const folder = "tests/stand-in/storefront/theme/locales";
  const texts = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, "utf8"));
  const keys = texts.map((text) => leaves(JSON.parse(text)));
  for (const one of keys) expect(one).toEqual(keys[0]);
  for (const language of LANGUAGES) {
    const { html } = await visitor.get(`${language}/pages/rewards`);
    const direction = language === "ar" ? "rtl" : "ltr";
    expect(html).toContain(`<html lang="${language}" dir="${direction}">`);
  }
});

/** The keys of all texts; the plural forms of one text count as one. */
function leaves(tree: unknown, path = ""): string[] {
  if (typeof tree !== "object" || tree === null || "other" in tree) return [path];
  return Object.entries(tree)
    .flatMap(([key, value]) => leaves(value, `${path}.${key}`))
    .sort();
}

test("a collection's page has its products alone", async () => {
  const { html, status } = await visitor.get("collections/teas");
  expect(status).toBe(200);
  expect(html).toContain("<h1>Teas</h1>");
  expect(html).toContain("/products/tea");
  expect(html).not.toContain("/products/pot");
});

test("a block stands only where its schema lets it", () => {
  const schema = { name: "", target: "body", settings: [] };
  expect(isAllowedOn(schema, "cart")).toBe(true);
  expect(isAllowedOn({ ...schema, enabled_on: { templates: ["product"] } }, "cart")).toBe(false);
  expect(isAllowedOn({ ...schema, disabled_on: { templates: ["*"] } }, "cart")).toBe(false);
});

test("scripts of blocks know where the shop's own pages are", async () => {
  const { html } = await visitor.get("de/cart");
  expect(html).toContain('"routes":{"root":"/storefront/test/de/"}');
});

test("a shop without the app shows none of it", async () => {
  const { acts } = opened.standIn.context;
  const shop = acts.app.createShop({ domain: "plain.myshopify.com" });
  acts.products.create(shop, { title: "Tea", variants: [{ price: "9.00" }] });
  const plain = openVisitor(`${opened.standIn.url}/storefront/plain/`);
  for (const path of ["", "products/tea", "pages/rewards"])
    expect((await plain.get(path)).html).not.toContain("shopify-app-block");
});
