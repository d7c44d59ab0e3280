import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { launchBrowser, USER_AGENT } from "#tests/support/browser.ts";
import { openShopOfItsOwn, type OwnShop } from "#tests/support/e2e/shop-of-its-own.ts";
import { openShopper, type Shopper } from "#tests/support/e2e/shopper.ts";
import { until } from "#tests/support/wait.ts";

const DAYS_OF_POINTS = 400;
const RETURN_WINDOW_DAYS = 15;

let shop: OwnShop;
/** The path of the product that only VIPs may buy. */
let kept: string;
let browser: Browser;

beforeAll(async () => {
  shop = await openShopOfItsOwn({ customers: "few" });
  browser = await launchBrowser();
  await shop.merchant.bringFriends();
  await shop.merchant.letPointsExpire(DAYS_OF_POINTS);
  // The last one: what is put into carts comes first.
  const [product] = await shop.rows<{ id: string; handle: string }>(
    "SELECT id, handle FROM product ORDER BY title DESC LIMIT 1",
  );
  kept = `products/${product?.handle}`;
  await shop.merchant.keepForVips(product?.id ?? "");
  await shop.settle();
}, 300_000);
afterAll(() => browser?.close());

/** Words by which each language is told from the others. */
const LANGUAGES = [
  {
    language: "en",
    tier: "Your tier: VIP",
    only: "For members of VIP only",
    expired: "Expired",
    waiting: "On the way: 1",
  },
  {
    language: "ar",
    tier: "مستواك: VIP",
    only: "لأعضاء VIP فقط",
    expired: "منتهية",
    waiting: "في الطريق: 1",
  },
];

describe.each(LANGUAGES)("in $language", ({ language, tier, only, expired, waiting }) => {
  let salma: Shopper;
  let secondOrder: string;
  let earned = 0;

  beforeAll(async () => {
    salma = await openShopper(browser, shop, language, "203.0.113.7");
  });
  afterAll(() => salma?.close());

  test("a guest is told what they would have; a member earns just that", async () => {
    await salma.putIntoCart(620);
    await salma.open("cart");
    const promised = await salma.numberIn("[data-encore-cart] .encore__gain");
    expect(promised).toBeGreaterThanOrEqual(620);
    expect(await salma.page.locator("[data-encore-cart] a").count()).toBe(2);

    await salma.register(`salma-${language}@example.com`);
    await salma.open("cart");
    expect(await salma.numberIn("[data-encore-cart] .encore__gain")).toBe(promised);
    await salma.checkOut();
    await salma.untilBalance(promised);
    earned = promised;
  });

  test("with the keyboard alone the panel opens, keeps the focus, closes and gives it back", async () => {
    await salma.open("");
    const { page } = salma;
    await tabTo(page, "[commandfor=encore-panel]");
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor();
    for (let step = 0; step < 25; step++) {
      await page.keyboard.press("Tab");
      expect(await focusIsIn(page, "dialog, body")).toBe(true);
      expect(await focusIsIn(page, "main, header, footer")).toBe(false);
    }
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog[open]").count()).toBe(0);
    expect(await focusIsIn(page, "[commandfor=encore-panel]")).toBe(true);
  });

  test("two clicks redeem once; the code is used at the checkout", async () => {
    const { page } = salma;
    await salma.putIntoCart(60);
    await salma.open("");
    await page.locator("[commandfor=encore-panel]").click();
    const reward = page.locator("dialog li", { hasText: /5 off/ });
    await reward.locator("button").evaluate((button: HTMLButtonElement) => {
      button.click();
      button.click();
    });
    const use = reward.locator("a.encore__button");
    await use.waitFor({ timeout: 30_000 });
    expect(await salma.numberIn("dialog [data-encore-balance]")).toBe(earned - 500);
    expect(
      await shop.rows(
        "SELECT 1 FROM redemption r JOIN customer c ON c.shop_id = r.shop_id AND c.id = r.customer_id WHERE c.email = $1",
        [salma.email],
      ),
    ).toHaveLength(1);

    await use.click();
    await page.waitForURL(/\/cart$/);
    const promised = await salma.numberIn("[data-encore-cart] .encore__gain");
    secondOrder = await salma.checkOut();
    await salma.untilBalance(earned - 500 + promised);
    earned += promised;
  });

  test("who has spent 500 is a VIP, and is told so", async () => {
    await until(
      "the tier shows",
      async () => {
        await salma.open("pages/rewards");
        return (await salma.page.locator("main").innerText()).includes(tier);
      },
      30_000,
      500,
    );
  });

  test("what is for VIPs says so: who is signed out may sign in, who is new sees what is missing, she may buy it", async () => {
    const access = (page: Page) => page.locator("[data-encore-access]");
    const someone = await openShopper(browser, shop, language, "198.51.100.30");
    await someone.open(kept);
    expect(await access(someone.page).getAttribute("data-encore-access")).toBe("sign_in");
    expect(await access(someone.page).innerText()).toContain(only);
    expect(await access(someone.page).locator("a").count()).toBe(2);
    expect(await accessibilityFaults(someone.page)).toEqual([]);

    await someone.register(`new-${language}@example.net`);
    await someone.open(kept);
    expect(await access(someone.page).getAttribute("data-encore-access")).toBe("no");
    expect(await access(someone.page).innerText()).toMatch(/5.*500/s);
    expect(await someone.page.locator("form[action*='/cart/add']").isVisible()).toBe(false);
    expect(await accessibilityFaults(someone.page)).toEqual([]);
    await someone.close();

    await salma.open(kept);
    expect(await access(salma.page).getAttribute("data-encore-access")).toBe("yes");
    expect(await salma.page.locator("form[action*='/cart/add']").isVisible()).toBe(true);
    expect(await accessibilityFaults(salma.page)).toEqual([]);
  });

  test("what is sent back takes its points back, and returns those that paid for it", async () => {
    const before = await salma.balance();
    const { order } = await shop.control<{ order: { lines: { id: string; quantity: number }[] } }>(
      `orders/${secondOrder}`,
    );
    await shop.control(`orders/${secondOrder}/refund`, {
      lines: order.lines.map(({ id, quantity }) => ({ lineItemId: id, quantity })),
    });
    await until("the points are back", async () => (await salma.balance()) > before, 30_000, 500);
    const [account] = await shop.rows<{ available: string }>(
      "SELECT a.available FROM ledger_account a JOIN customer c ON c.shop_id = a.shop_id AND c.id = a.customer_id WHERE c.email = $1",
      [salma.email],
    );
    await salma.untilBalance(Number(account?.available));
  });

  test("a friend who comes by her link and buys brings her points, once the return window is over", async () => {
    const before = await salma.balance();
    await salma.open("pages/rewards");
    await salma.page.locator("main [data-encore-invite]").click();
    const link = await salma.page.locator("main [data-encore-invite-area] input").inputValue();

    const friend = await openShopper(browser, shop, language, "198.51.100.20");
    await friend.open(`apps/encore${new URL(link).pathname.split("/apps/encore")[1]}`);
    expect(await accessibilityFaults(friend.page)).toEqual([]);
    await friend.page.locator("main button").first().click();
    await friend.page.waitForLoadState();
    await friend.putIntoCart(40);
    await friend.register(`friend-${language}@example.org`);
    await friend.checkOut();
    await friend.close();

    await shop.settle();
    await until(
      "the friend shows",
      async () => {
        await salma.open("pages/rewards");
        return (await salma.page.locator("main").innerText()).includes(waiting);
      },
      30_000,
      500,
    );
    await shop.pass(RETURN_WINDOW_DAYS);
    await salma.untilBalance(before + 200, 90_000);
  });

  test("points that nobody used expire, and the history says so", async () => {
    await shop.pass(DAYS_OF_POINTS + 5);
    await salma.untilBalance(0, 90_000);
    await salma.open("pages/rewards");
    expect(await salma.page.locator("main").innerText()).toContain(expired);
  });

  test("no page has an accessibility fault, and nothing moves while one loads", async () => {
    for (const path of ["", "pages/rewards", "account", "cart"]) {
      await salma.open(path);
      expect(await accessibilityFaults(salma.page), path).toEqual([]);
      expect(await layoutShift(salma.page), path).toBe(0);
    }
    await salma.open("");
    await salma.page.locator("[commandfor=encore-panel]").click();
    await salma.page.locator("dialog details").evaluateAll((parts) => {
      for (const part of parts as HTMLDetailsElement[]) part.open = true;
    });
    expect(await accessibilityFaults(salma.page), "panel").toEqual([]);
  });
});

test("without JavaScript the balance, the rewards and the way to the next tier are there", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, userAgent: USER_AGENT });
  const page = await context.newPage();
  await page.goto(`${shop.running.storefront.url}/account/login`);
  await page.locator("input[type=email]").fill("salma-en@example.com");
  await page.locator("main form button").click();
  await page.goto(`${shop.running.storefront.url}/pages/rewards`);
  const text = await page.locator("main").innerText();
  expect(text).toContain("0 points");
  expect(text).toMatch(/5 off\s+500 points\s+500 points to go/);
  expect(text).toContain("Your tier: VIP");
  await page.goto(`${shop.running.storefront.url}/${kept}`);
  expect(await page.locator("[data-encore-access]").innerText()).toContain("members of VIP");
  await context.close();
});

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press("Tab");
    if (await focusIsIn(page, selector)) return;
  }
  throw new Error(`The keyboard does not reach ${selector}`);
}

function focusIsIn(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((within) => document.activeElement?.closest(within) != null, selector);
}

function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            sum += (entry as unknown as { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );
}
