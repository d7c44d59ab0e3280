import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { openShopOfItsOwn, type OwnShop } from "#tests/support/e2e/shop-of-its-own.ts";
import { openShopper, type Shopper } from "#tests/support/e2e/shopper.ts";
import { until } from "#tests/support/wait.ts";

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

let shop: OwnShop;
let browser: Browser;

beforeAll(async () => {
  shop = await openShopOfItsOwn({ customers: "few" });
  browser = await launchBrowser();
}, 300_000);
afterAll(() => browser?.close());

const LANGUAGES = [
  {
    language: "en",
    about: "The code stops working, and you get 500 points back.",
    returned: "Your points are yours again.",
  },
  {
    language: "ar",
    about: "لن يعمل الرمز بعد ذلك، ويعود إليك: 500 نقطة.",
    returned: "عادت نقاطك إليك.",
  },
];

describe.each(LANGUAGES)("in $language", ({ language, about, returned }) => {
  let rana: Shopper;
  let page: Page;
  let earned = 0;
  let code = "";
  const item = () => page.locator("main li", { hasText: code });

  beforeAll(async () => {
    rana = await openShopper(browser, shop, language, "203.0.113.9");
    ({ page } = rana);
    await rana.putIntoCart(620);
    await rana.register(`rana-${language}@example.com`);
    await rana.open("cart");
    earned = await rana.numberIn("[data-encore-cart] .encore__gain");
    await rana.checkOut();
    await rana.untilBalance(earned);
  });
  afterAll(() => rana?.close());

  test("a code that waits to be used can be given back, and it is said first what that means", async () => {
    await rana.open("pages/rewards");
    const reward = page.locator("main li", { hasText: /5 off/ });
    await reward.locator("[data-encore-redeem]").click();
    const link = await reward.locator("a.encore__button").getAttribute("href", { timeout: 30_000 });
    code = link?.match(/discount\/([^?]+)/)?.[1] ?? "";
    await until(
      "the code waits among what can be used",
      async () => {
        await rana.open("pages/rewards");
        return (await item().count()) === 1;
      },
      30_000,
      500,
    );
    await item().locator("summary").click();
    await item().getByText(about).waitFor();
    await seenOnDeskAndPhone("asked");
  });

  test("two clicks give it back once; the focus is on what becomes of it, and the points return", async () => {
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    await item()
      .locator("[data-encore-return]")
      .evaluate((button: HTMLButtonElement) => {
        button.focus();
        button.click();
        button.click();
      });
    const news = item().getByRole("status");
    await expect.poll(() => news.evaluate((line) => line === document.activeElement)).toBe(true);
    await news.getByText(returned).waitFor({ timeout: 30_000 });
    expect(await rana.numberIn("main [data-encore-balance]")).toBe(earned);
    expect(await height()).toBe(before);
    await seenOnDeskAndPhone("returned");
    const withdrawn =
      "SELECT 1 FROM event WHERE type = 'reward.withdrawn' AND properties->>'why' = 'given_back' AND customer_id = (SELECT id FROM customer WHERE email = $1)";
    expect(await shop.rows(withdrawn, [rana.email])).toHaveLength(1);
  });

  test("the code is gone from the shop's pages, and the checkout takes it no more", async () => {
    await rana.untilBalance(earned);
    await rana.open("pages/rewards");
    expect(await item().count()).toBe(0);

    await rana.putIntoCart(60);
    await rana.open("checkout");
    await page.locator("input[name=discount]").fill(code);
    await page.locator("button[name=apply]").click();
    await page.locator("[role=alert]").waitFor();
    const order = await rana.checkOut();
    const placed = await shop.control<{ order: { discountCodes: unknown[] } }>(`orders/${order}`);
    expect(placed.order.discountCodes).toEqual([]);
  });

  /** Nothing that axe finds, nothing beyond the edge. Keeps pictures where ENCORE_PICTURES says. */
  async function seenOnDeskAndPhone(name: string): Promise<void> {
    for (const [device, size] of [["phone", PHONE] as const, ["desk", DESK] as const]) {
      await page.setViewportSize(size);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      const folder = process.env["ENCORE_PICTURES"];
      const path = `${folder}/give-back-${name}-${language}-${device}.png`;
      if (folder) await page.screenshot({ path, fullPage: true });
    }
  }
});
