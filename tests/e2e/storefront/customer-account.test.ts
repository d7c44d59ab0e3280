import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { launchBrowser, USER_AGENT } from "#tests/support/browser.ts";
import { openShopOfItsOwn, type OwnShop } from "#tests/support/e2e/shop-of-its-own.ts";
import { openShopper, type Shopper } from "#tests/support/e2e/shopper.ts";

const SCREENS = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

let shop: OwnShop;
let browser: Browser;

beforeAll(async () => {
  shop = await openShopOfItsOwn({ customers: "few" });
  browser = await launchBrowser();
  await shop.merchant.bringFriends();
  await shop.settle();
}, 300_000);
afterAll(() => browser?.close());

/** What each language says. Numbers and codes are the same in all. */
const LANGUAGES = [
  {
    language: "en",
    earned: /^You earned ([\d,]+) points\.$/,
    worth: /^This order is worth ([\d,]+) points\.$/,
    signIn: "Sign in or create an account",
    points: / points$/,
    ready: "You can redeem: €10 off",
    all: "All about your rewards",
    redeem: "Redeem: €5 off",
    code: "Your code",
    order: /^Order #\d+$/,
    redeemed: "Redeemed",
    link: "Your link",
    month: "Your birthday – Month",
    day: "Your birthday – Day",
    save: "Save",
    known: "We know your birthday. Thank you.",
    giveBack: "Give it back: €5 off",
    sure: "Give the code back",
    returned: "Your points are yours again.",
  },
  {
    language: "ar",
    earned: /^لقد كسبت: ([\d,]+) نق(?:طة|اط)\.$/,
    worth: /^قيمة هذا الطلب: ([\d,]+) نق(?:طة|اط)\.$/,
    signIn: "تسجيل الدخول أو إنشاء حساب",
    points: / نق(?:طة|اط)$/,
    ready: "يمكنك استبدال: ⁨€10 off⁩",
    all: "كل شيء عن مكافآتك",
    redeem: "استبدال: ⁨€5 off⁩",
    code: "رمزك",
    order: /^الطلب ⁨#\d+⁩$/,
    redeemed: "مستبدلة",
    link: "رابطك",
    month: "يوم ميلادك – الشهر",
    day: "يوم ميلادك – اليوم",
    save: "حفظ",
    known: "نعرف يوم ميلادك. شكرًا لك.",
    giveBack: "إرجاع: ⁨€5 off⁩",
    sure: "إرجاع الرمز",
    returned: "عادت نقاطك إليك.",
  },
];

describe.each(LANGUAGES)("in $language", ({ language, ...words }) => {
  let noor: Shopper;
  let page: Page;
  let order: string;
  let earned: number;

  beforeAll(async () => {
    noor = await openShopper(browser, shop, language, "203.0.113.7");
    ({ page } = noor);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  });
  afterAll(() => noor?.close());

  test("who has just made an account is told how it begins", async () => {
    await noor.register(`noor-${language}@example.com`);
    await shop.settle();
    await noor.open("customer-account/pages/loyalty-page");
    await page.getByLabel(words.month).waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test("the page after the checkout says what the order earned, and so does the order itself", async () => {
    // Enough to redeem twice.
    await noor.putIntoCart(1020);
    order = await noor.checkOut();
    earned = await numberSaid(page, words.earned);
    expect(earned).toBeGreaterThanOrEqual(1020);
    expect(await faults(page)).toEqual([]);

    await noor.open(`customer-account/orders/${order}`);
    expect(await numberSaid(page, words.earned)).toBe(earned);
    expect(await faults(page)).toEqual([]);
  });

  test("the profile shows the balance, what it is enough for, and leads to all of it", async () => {
    await noor.open("customer-account/profile");
    await page.getByRole("heading", { name: words.points, level: 3 }).waitFor();
    expect(await numberSaid(page, words.points)).toBe(earned);
    await page.getByText(words.ready, { exact: true }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole("link", { name: words.all }).click();
    await page.waitForURL(/\/customer-account\/pages\/loyalty-page\/?$/);
    await page.getByText(words.order).waitFor();
  });

  test("a reward is redeemed once, however often it is clicked, and its code can be copied", async () => {
    const button = page.getByRole("button", { name: words.redeem, exact: true });
    await button.evaluate((element: HTMLElement) => {
      element.click();
      element.click();
    });
    await page.getByRole("heading", { name: words.code }).waitFor({ timeout: 30_000 });
    const [redemption, ...more] = await shop.rows<{ code: string }>(
      "SELECT r.code FROM redemption r JOIN customer c ON c.shop_id = r.shop_id AND c.id = r.customer_id WHERE c.email = $1",
      [noor.email],
    );
    expect(more).toEqual([]);
    const code = redemption?.code ?? "";
    const told = page.locator("s-banner", { hasText: code });
    await told.getByRole("button").click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);

    await page.getByText(words.redeemed, { exact: true }).waitFor();
    expect(await numberSaid(page, words.points)).toBe(earned - 500);
    // It is among those that wait to be used, too.
    expect(await page.getByText(code, { exact: true }).count()).toBe(2);
    expect(await faults(page)).toEqual([]);
  });

  test("who would rather have the points gives the code back, and it is gone everywhere", async () => {
    const [redemption] = await shop.rows<{ code: string }>(
      "SELECT r.code FROM redemption r JOIN customer c ON c.shop_id = r.shop_id AND c.id = r.customer_id WHERE c.email = $1",
      [noor.email],
    );
    const open = page.getByRole("button", { name: words.giveBack, exact: true });
    await open.click();
    const sure = page.getByRole("button", { name: words.sure, exact: true });
    await sure.waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await open.click();
    await sure.evaluate((element: HTMLElement) => {
      element.click();
      element.click();
    });
    await page.getByRole("heading", { name: words.returned }).waitFor({ timeout: 30_000 });
    await expect.poll(() => numberSaid(page, words.points)).toBe(earned);
    expect(await page.getByText(redemption?.code ?? "", { exact: true }).count()).toBe(0);
    expect(await faults(page)).toEqual([]);
  });

  test("friends get a link; a birthday is told once", async () => {
    const link = await page.getByLabel(words.link).inputValue();
    expect(link).toMatch(/\/apps\/encore\/r\/[\w-]+$/);
    await page.getByLabel(words.month).selectOption("2");
    await page.getByLabel(words.day).fill("29");
    await page.getByRole("button", { name: words.save }).click();
    await page.getByText(words.known).waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test("a guest is told what the order is worth and how to keep it", async () => {
    const guest = await openShopper(browser, shop, language, "203.0.113.7");
    await guest.putIntoCart(120);
    await guest.open("checkout");
    await guest.page.locator("input[type=email]").fill(`guest-${language}@example.com`);
    await guest.page.locator("button[name=pay]").click();
    await guest.page.waitForURL(/\/orders\//);
    expect(await numberSaid(guest.page, words.worth)).toBeGreaterThanOrEqual(120);
    const signIn = guest.page.getByRole("link", { name: words.signIn });
    expect(await signIn.getAttribute("href")).toMatch(/\/account\/login$/);
    expect(await faults(guest.page)).toEqual([]);
    await guest.close();
  });

  test("without an answer from Encore the account says so, and offers to try again", async () => {
    const context = await browser.newContext({ userAgent: USER_AGENT });
    await context.addCookies(await page.context().cookies());
    const away = await context.newPage();
    await away.route("**/extension/**", (route) => route.abort());
    await away.goto(page.url());
    const again = away.getByRole("main").getByRole("button");
    await again.waitFor();
    expect(await faults(away)).toEqual([]);
    await away.unroute("**/extension/**");
    await again.click();
    await away.getByLabel(words.link).waitFor();
    await context.close();
  });
});

/** The number in what an extension says before long. */
async function numberSaid(page: Page, said: RegExp): Promise<number> {
  const text = await page.getByText(said).first().textContent({ timeout: 45_000 });
  return Number(text?.match(/[\d,]+/)?.[0].replaceAll(",", ""));
}

/** What axe finds, on a desk and on a phone. */
async function faults(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const size of SCREENS) {
    await page.setViewportSize(size);
    found.push(...(await accessibilityFaults(page)));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) found.push(`wider than ${size.width}`);
    const folder = process.env["ENCORE_PICTURES"];
    if (folder) {
      const name = `${new URL(page.url()).pathname.replaceAll("/", "_")}-${size.width}-${Date.now()}.png`;
      await page.screenshot({ path: `${folder}/${name}`, fullPage: true });
    }
  }
  return found;
}
