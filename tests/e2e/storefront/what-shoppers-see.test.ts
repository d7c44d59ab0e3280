import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { launchBrowser, USER_AGENT } from "#tests/support/browser.ts";
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
  const actions = await import("#app/loyalty/earning/actions/earning-actions.server.ts");
  const { now } = await import("#app/ground/clock.server.ts");
  const { wake } = await import("#app/ground/queues.server.ts");
  const own = await actions.listEarningActions(shop.shopId);
  const by = { actor: "encore", at: now(), isReady: () => true };
  for (const { id } of own.filter(({ kind }) => kind === "profile" || kind === "survey"))
    await actions.switchEarningAction(shop.shopId, id, true, by);
  await wake("drain-reactions", {});
  await shop.settle();
}, 300_000);
afterAll(() => browser?.close());

const LANGUAGES = [
  { language: "en", kept: "It is kept for you under", copied: "Copied.", of: / of /, done: "Done" },
  { language: "ar", kept: "يبقى الرمز محفوظًا لك", copied: "تم النسخ.", of: / من /, done: "تم" },
];

describe.each(LANGUAGES)("in $language", ({ language, kept, copied, of, done }) => {
  let nour: Shopper;
  let page: Page;
  let earned = 0;

  beforeAll(async () => {
    nour = await openShopper(browser, shop, language, "203.0.113.21");
    ({ page } = nour);
    await nour.putIntoCart(820);
    await nour.register(`nour-${language}@example.com`);
    await nour.open("cart");
    earned = await nour.numberIn("[data-encore-cart] .encore__gain");
    await nour.checkOut();
    await nour.untilBalance(earned, 60_000);
  });
  afterAll(() => nour?.close());

  test("what a product earns follows the quantity", async () => {
    await nour.open("products");
    await page.locator(".card__link").first().click();
    await page.locator("input[name=quantity]").waitFor();
    const one = await nour.numberIn("[data-encore-earn-text]");
    await page.locator("input[name=quantity]").fill("3");
    await expect
      .poll(() => nour.numberIn("[data-encore-earn-text]"))
      .toBeGreaterThanOrEqual(one * 3);
    await seenOnDeskAndPhone("product");
  });

  test("a code is copied and kept, and the other rewards say what is missing to them", async () => {
    await nour.open("pages/rewards");
    const before = await page.locator("main [data-encore-redeem]:visible").count();
    expect(before).toBeGreaterThan(0);
    await seenOnDeskAndPhone("rewards");
    const reward = page.locator("main li", { hasText: /5 off/ });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await reward.locator("[data-encore-redeem]").click();
    await reward.locator("a.encore__button").waitFor({ timeout: 60_000 });
    expect(await reward.innerText()).toContain(kept);
    await reward.locator("[data-encore-copy]").click();
    await reward.getByText(copied).waitFor();
    const code = await reward.locator("code").innerText();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
    expect(await nour.numberIn("main [data-encore-balance]")).toBe(earned - 500);
    for (const offer of await page.locator("main [data-encore-offer]").all()) {
      const cost = Number(await offer.getAttribute("data-encore-offer"));
      const canBeHad = cost <= earned - 500;
      expect(await offer.locator("[data-encore-redeem]").isVisible()).toBe(canBeHad);
      expect(await offer.locator("[data-encore-missing]").isVisible()).toBe(!canBeHad);
    }
    await seenOnDeskAndPhone("redeemed");
    await until(
      "the code waits among what can be used",
      async () => {
        await nour.open("pages/rewards");
        return (await page.locator("main li", { hasText: code }).count()) === 1;
      },
      60_000,
      500,
    );
    await seenOnDeskAndPhone("kept");
  });

  test("a minus stands before its number, also where text runs from right to left", async () => {
    const line = page.locator("main bdi", { hasText: "−500" }).first();
    const [minus, five] = await line.evaluate((element) => {
      const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode() as Text;
      const left = (index: number) => {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        return range.getBoundingClientRect().left;
      };
      return [left(node.data.indexOf("−")), left(node.data.indexOf("5"))];
    });
    expect(minus).toBeLessThan(five ?? NaN);
  });

  test("a birthday is told by a form without the script; what is done is marked, badges say how far", async () => {
    const state = await page.context().storageState();
    const bare = await browser.newContext({
      javaScriptEnabled: false,
      userAgent: USER_AGENT,
      storageState: state,
      viewport: PHONE,
    });
    const plain = await bare.newPage();
    await plain.goto(page.url());
    // The panel needs a script in older browsers; its form does not.
    await plain.locator("dialog").evaluate((dialog) => dialog.setAttribute("open", ""));
    await plain.locator("dialog details").last().locator("summary").click();
    await plain.locator("dialog [name=month]").selectOption("3");
    await plain.locator("dialog [name=day]").selectOption("7");
    await plain.locator("dialog [data-encore-profile] button").click();
    await plain.locator(".encore-answer [role=status]").waitFor();
    const folder = process.env["ENCORE_PICTURES"];
    if (folder) await plain.screenshot({ path: `${folder}/shopper-answer-${language}.png` });
    await bare.close();

    await until(
      "the action is marked",
      async () => {
        await nour.open("pages/rewards");
        return (await page.locator("main [data-encore-done]", { hasText: done }).count()) > 0;
      },
      60_000,
      500,
    );
    const badges = page.locator("main li", { hasText: of });
    expect(await badges.count()).toBeGreaterThan(0);
    await seenOnDeskAndPhone("done");
  });

  test("the launcher covers neither a bar for cookies nor what can be pressed", async () => {
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      await nour.open("products");
      await page.evaluate(() => {
        const bar = Object.assign(document.createElement("div"), { textContent: "Cookies" });
        bar.style.cssText = "position: fixed; inset: auto 0 0; height: 96px; background: #eee";
        document.body.append(bar);
      });
      await expect.poll(() => bottomOf(page)).toBeLessThanOrEqual(size.height - 96);
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await expect.poll(() => page.evaluate(covered), { message: `at ${size.width}` }).toEqual([]);
      await picture(`launcher-${size.width}`);
      await page.locator("[commandfor=encore-panel]").click();
      await page.locator("dialog[open]").waitFor();
      await picture(`panel-${size.width}`);
    }
  });

  /** Nothing that axe finds, nothing beyond the edge. Keeps pictures where ENCORE_PICTURES says. */
  async function seenOnDeskAndPhone(name: string): Promise<void> {
    for (const [device, size] of [["phone", PHONE] as const, ["desk", DESK] as const]) {
      await page.setViewportSize(size);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      await picture(`${name}-${device}`, true);
    }
  }

  async function picture(name: string, fullPage = false): Promise<void> {
    const folder = process.env["ENCORE_PICTURES"];
    const path = `${folder}/shopper-${name}-${language}.png`;
    if (folder) await page.screenshot({ path, fullPage });
  }
});

async function bottomOf(page: Page): Promise<number> {
  const box = await page.locator("[commandfor=encore-panel]").boundingBox();
  return (box?.y ?? NaN) + (box?.height ?? NaN);
}

/** The texts of small links and buttons that lie under the launcher. */
function covered(): string[] {
  const launcher = document.querySelector("[commandfor=encore-panel]");
  const box = launcher?.getBoundingClientRect();
  if (!box) return ["no launcher"];
  return [...document.querySelectorAll("a, button, input")]
    .filter((one) => !one.closest(".encore-launcher"))
    .filter((one) => {
      const other = one.getBoundingClientRect();
      const isSmall = other.height > 0 && other.height < 88;
      const isBeside =
        other.right <= box.left ||
        other.left >= box.right ||
        other.bottom <= box.top ||
        other.top >= box.bottom;
      return isSmall && !isBeside;
    })
    .map(({ textContent }) => textContent?.trim() ?? "");
}
