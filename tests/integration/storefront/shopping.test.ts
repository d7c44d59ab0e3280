import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { StandIn } from "#tests/stand-in/stand-in.ts";
import type { CustomerDoc, ShopDoc } from "#tests/stand-in/store/documents.ts";
import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { startShop } from "#tests/support/shop-for-tests.ts";
import { RULE } from "#tests/support/storefront/render-block.ts";

let standIn: StandIn;
let shop: ShopDoc;
let ada: CustomerDoc;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  // Nothing listens there: these pages are the shop's own.
  ({ standIn, shop, ada } = await startShop("http://127.0.0.1:9"));
  metafield("AppInstallation", shop.id, "encore", "earn_rule", "json", JSON.stringify(RULE));
  metafield("Customer", ada.id, "$app", "points_balance", "number_integer", "1234");
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await standIn.close();
});

beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
});

function metafield(
  owner: string,
  id: string,
  namespace: string,
  key: string,
  type: string,
  value: string,
) {
  const at = new Date().toISOString();
  const ownerId = `gid://shopify/${owner}/${id}`;
  const doc = {
    id: `${owner}-${key}`,
    ownerId,
    namespace,
    key,
    type,
    value,
    createdAt: at,
    updatedAt: at,
  };
  standIn.context.store.metafields.put(shop.id, doc);
}

const at = (path = "") => `${standIn.url}/storefront/tea/${path}`;

async function signIn(email: string, language = ""): Promise<void> {
  await page.goto(at(`${language}account/login`));
  await page.locator("input[type=email]").fill(email);
  await page.locator("main form button").click();
}

describe("the storefront", () => {
  test("a guest chooses a variant, sees what it earns, and buys it", async () => {
    await page.goto(at("products/teapot"));
    await page.getByText("Earn 24 points with this purchase").waitFor();
    await page.getByLabel("Variant").selectOption({ label: "Large – £1,300.00" });
    await page.getByText("Earn 1,300 points with this purchase").waitFor();
    await page.getByRole("button", { name: "Add to cart" }).click();
    await page.getByRole("button", { name: "Check out" }).click();
    await page.getByLabel("Email").fill("guest@example.com");
    await page.getByRole("button", { name: "Pay now" }).click();
    await page.getByText("Thank you, your order is placed.").waitFor();

    const [order] = standIn.context.store.orders.list(shop.id);
    expect(order).toMatchObject({ email: "guest@example.com", financialStatus: "paid" });
    expect(order?.lines[0]).toMatchObject({ quantity: 1, priceMinor: 130_000 });
    await page.getByRole("link", { name: "Cart (0)" }).waitFor();
  });

  test("a product that is not on sale yet says when it is, and cannot be put into the cart", async () => {
    const product = standIn.context.store.findProductByHandle(shop.id, "earl-grey");
    const soon = new Date(Date.now() + 3 * 24 * 3600_000).toISOString();
    metafield("Product", product?.id ?? "", "custom", "on_sale_from", "date_time", soon);
    await page.goto(at("products/earl-grey"));
    await page.getByText("On sale from:").waitFor();
    expect(await page.getByRole("button", { name: "Add to cart" }).isVisible()).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);

    const past = new Date(Date.now() - 1000).toISOString();
    metafield("Product", product?.id ?? "", "custom", "on_sale_from", "date_time", past);
    await page.goto(at("products/earl-grey"));
    await page.getByRole("button", { name: "Add to cart" }).waitFor();
    expect(await page.locator("[data-encore-access]").count()).toBe(0);
  });

  test("a customer signs in, sees their points in their language, orders and signs out", async () => {
    await signIn("ada@example.com", "de/");
    await page.getByText("1.234 Punkte").waitFor();
    await page.goto(at("de/products/earl-grey"));
    await page.getByText("Sammeln Sie mit diesem Kauf 7 Punkte").waitFor();
    await page.getByRole("button", { name: "In den Warenkorb" }).click();
    await page.getByRole("button", { name: "Zur Kasse" }).click();
    await page.getByRole("button", { name: "Jetzt bezahlen" }).click();
    await page.getByRole("link", { name: "Alle Bestellungen" }).click();
    await page.locator("tbody a").click();
    await page.getByText("Earl Grey").waitFor();
    const mine = page.url();
    await page.goto(at("de/account"));
    await page.getByRole("link", { name: "Abmelden" }).click();
    await page.getByText("Melden Sie sich an, um Ihre Punkte zu sehen").waitFor();
    await page.goto(mine);
    expect(page.url()).toContain("/account/login");
  });

  test("who ordered as a guest gets an account with the same email, and no one else's orders", async () => {
    await page.goto(at("account/register"));
    await page.getByLabel("First name").fill("Grace");
    await page.getByLabel("Email").fill("grace@example.com");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("You have no points yet").waitFor();
    const [order] = standIn.context.store.orders.list(shop.id);
    const reply = await page.goto(at(`account/orders/${order?.id}`));
    expect(reply?.status()).toBe(404);
  });

  test("a cookie that was changed signs no one in", async () => {
    const forged = { name: "customer_tea", value: `${ada.id}.0000`, url: standIn.url };
    await page.context().addCookies([forged]);
    await page.goto(at("account"));
    expect(page.url()).toContain("/account/login");
  });

  test("the block changes as the theme editor says, and goes when it is switched off", async () => {
    const editor = `${standIn.url}/admin/store/tea/themes/current/editor`;
    const form = page.locator("form", { hasText: "Points balance – Home page" });
    await page.goto(editor);
    await form.getByLabel("Heading").fill("Your <b>leaves</b>");
    await form.getByRole("button", { name: "Save" }).click();
    await page.goto(at());
    await page.getByRole("heading", { name: "Your <b>leaves</b>" }).waitFor();
    await page.goto(editor);
    await form.getByLabel("Shown").uncheck();
    await form.getByRole("button", { name: "Save" }).click();
    await page.goto(at());
    expect(await page.locator(".encore-balance").count()).toBe(0);
    await page.goto(
      `${editor}?template=index&addAppBlockId=key/points-balance&target=newAppsSection`,
    );
    await form.getByRole("button", { name: "Save" }).click();
    await page.goto(at());
    expect(await page.locator(".encore-balance").count()).toBe(1);
  });
});

describe.each([
  ["a desk", 1280],
  ["a phone", 390],
])("on %s", (_name, width) => {
  test("pages have no accessibility faults, and nothing moves while they load", async () => {
    await page.setViewportSize({ width, height: 844 });
    await signIn("ada@example.com");
    for (const path of ["", "products/teapot", "account", "cart", "nowhere", "de/", "fr/"]) {
      await page.goto(at(path));
      expect(await accessibilityFaults(page), path).toEqual([]);
      expect(await layoutShift(page), path).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width);
    }
  });
});

/** The sum of layout shifts so far, as browsers report it. */
function layoutShift(on: Page): Promise<number> {
  return on.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            sum += (entry as unknown as { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 100);
      }),
  );
}
