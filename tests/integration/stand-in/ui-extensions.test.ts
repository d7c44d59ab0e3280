import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { CustomerInput, ProductInput, ShopInput } from "#tests/stand-in/acts/inputs.ts";
import { startStandIn, type StandIn } from "#tests/stand-in/stand-in.ts";
import type { CustomerDoc } from "#tests/stand-in/store/documents.ts";
import { translator } from "#tests/stand-in/ui-extensions/browser/translate.ts";
import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { shopify } from "./open-stand-in.ts";

let standIn: StandIn;
let ada: CustomerDoc;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  standIn = await startStandIn({
    appUrl: "http://127.0.0.1:9",
    apiKey: "stand-in-test-key",
    apiSecret: "stand-in-test-secret",
    tomlPath: "tests/integration/stand-in/example-app/shopify.app.toml",
  });
  const { acts } = standIn.context;
  const shop = acts.app.install(
    acts.app.createShop(ShopInput.parse({ domain: "tea.myshopify.com" })),
  );
  const tea = ProductInput.parse({ title: "Tea", variants: [{ price: "9.00" }] });
  acts.products.create(shop, tea);
  const wish = CustomerInput.parse({ email: "ada@example.com", state: "enabled" });
  ada = acts.customers.create(shop, wish);
  browser = await launchBrowser();
});
beforeEach(async () => {
  page = await browser.newPage();
});
afterEach(() => page.close());
afterAll(async () => {
  await browser.close();
  await standIn.close();
});

const at = (path: string) => `${standIn.url}/storefront/tea/${path}`;

async function signIn(): Promise<void> {
  await page.goto(at("account/login"));
  await page.locator("input[type=email]").fill("ada@example.com");
  await page.locator("main form button").click();
}

test("a profile block runs with its texts, settings, form and session token", async () => {
  await signIn();
  await page.goto(at("de/customer-account/profile"));
  await page.getByRole("heading", { name: "Hallo Ada", level: 2 }).waitFor();
  await page.getByRole("heading", { name: "3 Sterne", level: 3 }).waitFor();
  await page.getByText(`gid://shopify/Customer/${ada.id}`, { exact: true }).waitFor();
  await page.getByLabel("Geburtstag").fill("1990-05-17");
  await page.getByRole("button", { name: "Sichern" }).click();
  await page.getByRole("status").getByText("Gesichert: 1990-05-17").waitFor();
  const link = await page.getByRole("link", { name: "Die Regeln" }).getAttribute("href");
  expect(link).toBe("/storefront/tea/de/customer-account/pages/example/rules");
  expect(await page.locator("#window").textContent()).toBe("undefined");
  const claims = JSON.parse((await page.locator("#claims").textContent()) ?? "") as object;
  expect(claims).toMatchObject({
    dest: "tea.myshopify.com",
    aud: "stand-in-test-key",
    sub: `gid://shopify/Customer/${ada.id}`,
  });
  expect(await accessibilityFaults(page)).toEqual([]);

  await fetch(`${standIn.url}/control/tea/extensions/settings`, {
    method: "POST",
    body: JSON.stringify({ handle: "example", settings: { title: "Your stars" } }),
  });
  await page.reload();
  await page.getByRole("heading", { name: "Your stars" }).waitFor();
});

test("the thank-you page runs its block for a guest, whose token names no one", async () => {
  await page.goto(at("products/tea"));
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByRole("button", { name: "Check out" }).click();
  await page.getByLabel("Email").fill("guest@example.com");
  await page.getByRole("button", { name: "Pay now" }).click();
  await page.getByText(/^Order \d+ earned stars$/).waitFor();
  const { token } = (await (await fetch(at("extension-token"))).json()) as { token: string };
  const claims = await shopify.session.decodeSessionToken(token, { checkAudience: false });
  expect(claims.sub).toBeUndefined();
  expect(claims.exp - claims.iat).toBe(300);
});

test("who is signed out signs in before the account; pages of no extension are not there", async () => {
  await page.goto(at("customer-account/profile"));
  expect(page.url()).toContain("/account/login");
  await signIn();
  const reply = await page.goto(at("customer-account/pages/nothing"));
  expect(reply?.status()).toBe(404);
});

test("texts are filled in, in the plural form of the language, and around elements", () => {
  const translate = translator(
    { a: { one: "{{ count }} punkt", few: "{{count}} punkty", other: "x" }, b: "Go {{ link }}!" },
    "pl",
  );
  expect(translate("a", { count: 3 })).toBe("3 punkty");
  const link = { type: "s-link" };
  expect(translate("b", { link })).toEqual(["Go ", link, "!"]);
  expect(translate("c.d")).toBe("c.d");
});
