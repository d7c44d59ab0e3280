import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { readSessionToken } from "#tests/stand-in/oauth/session-token.ts";
import type { StandIn } from "#tests/stand-in/stand-in.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { startShop } from "#tests/support/shop-for-tests.ts";

import { startEmbeddedApp, type EmbeddedApp } from "./embedded-app.ts";

const BASE = "/admin/store/tea/apps/encore";

let app: EmbeddedApp;
let standIn: StandIn;
let shop: ShopDoc;
let browser: Browser;
let page: Page;
let inside: FrameLocator;

beforeAll(async () => {
  app = await startEmbeddedApp();
  ({ standIn, shop } = await startShop(app.url));
  app.setAppBridgeUrl(`${standIn.url}/app-bridge.js`);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await standIn.close();
  await app.close();
});

beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  inside = page.frameLocator("#app-frame");
});

async function open(path = ""): Promise<void> {
  await page.goto(standIn.url + BASE + path);
  await inside.getByRole("button", { name: "Load" }).waitFor();
}

const path = () => new URL(page.url()).pathname;

describe("the admin around the app", () => {
  test("shows the app's pages, title and buttons, and moves it by its own router", async () => {
    await open();
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    const nav = page.getByRole("navigation", { name: "Admin" });
    await nav.getByRole("link", { name: "Customers" }).click();
    await inside.getByRole("heading", { name: "/app/customers" }).waitFor();
    await page.getByRole("heading", { name: "At /app/customers" }).waitFor();
    expect(path()).toBe(`${BASE}/app/customers`);
    expect(await nav.locator("[aria-current=page]").textContent()).toBe("Customers");

    await nav.getByRole("link", { name: "Encore" }).click();
    await inside.getByRole("heading", { name: "/app", exact: true }).waitFor();
    await page.goBack();
    await inside.getByRole("heading", { name: "/app/customers" }).waitFor();
    await expect.poll(path).toBe(`${BASE}/app/customers`);
  });

  test("opens any of the app's pages by its address", async () => {
    await open("/app/loyalty?show=all");
    await inside.getByRole("heading", { name: "/app/loyalty" }).waitFor();
    await expect.poll(() => page.url()).toBe(`${standIn.url}${BASE}/app/loyalty?show=all`);
  });

  test("presses the app's buttons and says what it says", async () => {
    await open();
    await page.getByRole("button", { name: "Export" }).click();
    await page.locator("#toasts").getByText("Exported").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    expect(await page.locator(".toast").count()).toBe(0);
  });

  test("asks before unsaved changes are lost, and saves them", async () => {
    await open();
    await inside.getByRole("button", { name: "Change" }).click();
    await page.getByRole("region", { name: "Unsaved changes" }).waitFor();
    const customers = page.getByRole("link", { name: "Customers" });
    await customers.click();
    await page.getByRole("button", { name: "Stay" }).click();
    expect(path()).toBe(BASE);
    await page.getByRole("button", { name: "Save" }).click();
    await inside.getByText("saved", { exact: true }).waitFor();
    await page.getByRole("region", { name: "Unsaved changes" }).waitFor({ state: "hidden" });
    await customers.click();
    await inside.getByRole("heading", { name: "/app/customers" }).waitFor();
  });

  test("shows the app's dialog with the content that React puts into it", async () => {
    await open();
    await inside.getByRole("button", { name: "Ask" }).click();
    const dialog = inside.getByRole("dialog", { name: "Give points" });
    await dialog.getByText("Points cannot be taken back.").waitFor();
    await dialog.getByRole("button", { name: "Give" }).click();
    await inside.getByText("given").waitFor();
    expect(await inside.getByRole("dialog").count()).toBe(0);
  });

  test("lets resources be picked", async () => {
    await open();
    await inside.getByRole("button", { name: "Pick" }).click();
    await page.getByLabel("Search").fill("pot");
    await page.getByText("Earl Grey").waitFor({ state: "detached" });
    await page.getByLabel("Teapot").check();
    await page.getByRole("button", { name: "Choose" }).click();
    await inside.getByText("picked Teapot").waitFor();
  });

  test("opens pages of the admin around the app", async () => {
    await open();
    await inside.getByRole("link", { name: "Theme" }).click();
    await page.getByRole("heading", { name: "Theme editor" }).waitFor();
    expect(path()).toBe("/admin/store/tea/themes/current/editor");
  });

  test("offers to install an app that is not", async () => {
    standIn.context.acts.app.uninstall(shop);
    await page.goto(standIn.url + BASE);
    await page.getByRole("button", { name: "Install" }).click();
    await inside.getByRole("button", { name: "Load" }).waitFor();
    expect(standIn.context.store.findShop("tea")?.grantedScopes).toContain("read_orders");
  });
});

describe("session tokens", () => {
  test("a document without one goes over the bounce page and comes back", async () => {
    await open();
    const address = `${app.url}/app/customers?embedded=1&shop=${shop.domain}&host=aG9zdA`;
    await page
      .locator("#app-frame")
      .evaluate((frame, url) => frame.setAttribute("src", url), address);
    await inside.getByRole("heading", { name: "/app/customers" }).waitFor();
    await expect.poll(path).toBe(`${BASE}/app/customers`);
  });

  test("requests carry one that the app's secret signed, and are tried again with a new one when told so", async () => {
    await open();
    app.tokens.length = 0;
    app.refuse(1);
    await inside.getByRole("button", { name: "Load" }).click();
    await inside.getByText("loaded").waitFor();
    expect(app.tokens).toHaveLength(2);
    expect(app.tokens[0]).not.toBe(app.tokens[1]);
    for (const token of app.tokens) {
      expect(readSessionToken(standIn.context.app, shop, token)).not.toBeNull();
    }
  });

  test("are asked for once a minute, not once a request", async () => {
    await open();
    app.tokens.length = 0;
    for (let i = 0; i < 3; i++) await inside.getByRole("button", { name: "Load" }).click();
    await expect.poll(() => app.tokens.length).toBe(3);
    expect(new Set(app.tokens).size).toBe(1);
  });
});

describe.each([
  ["a desk", 1280, 800],
  ["a phone", 390, 844],
])("on %s", (_name, width, height) => {
  test("the frame has no accessibility faults", async () => {
    await page.setViewportSize({ width, height });
    await open();
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    const menu = page.getByRole("button", { name: "Menu" });
    if (await menu.isVisible()) await menu.click();
    await page.getByRole("link", { name: "Loyalty" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`${standIn.url}/admin/store/tea/themes/current/editor`);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
