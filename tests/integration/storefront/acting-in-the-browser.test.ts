import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { showLeaderboard } from "#app/loyalty/achievements/leaderboard.server.ts";
import { returnReward } from "#app/loyalty/rewards/redemption/return-reward.server.ts";
import * as actions from "#app/routes/storefront/actions.ts";
import * as member from "#app/routes/storefront/member.ts";
import * as profile from "#app/routes/shopper/profile.ts";
import * as returning from "#app/routes/shopper/redemption-return.ts";
import * as oneRedemption from "#app/routes/shopper/redemption.ts";
import * as redemptions from "#app/routes/shopper/redemptions.ts";
import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { heldOf, openRewardShop, type RewardShop } from "#tests/support/loyalty/reward-shop.ts";

let shopify: Connected;
let at: RewardShop;
let browser: Browser;
let page: Page;
let root: string;

beforeAll(async () => {
  shopify = await connect({
    actions,
    member,
    profile,
    redemptions,
    "redemptions/:id": oneRedemption,
    "redemptions/:id/return": returning,
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await shopify.close();
});

beforeEach(async () => {
  await page?.context().close();
  shopify.standIn.context.faults.set({ mode: "none", count: null, ms: 0, operation: null });
  at = await openRewardShop(shopify);
  root = `${shopify.standIn.url}/storefront/${at.atShopify.handle}/`;
  page = await (await browser.newContext()).newPage();
});

/** Ann signs in and looks at the rewards. Returns the item of the one with this name. */
async function annLooksAt(name: string): Promise<Locator> {
  await at.settle();
  await page.goto(`${root}account/login`);
  await page.locator("input[type=email]").fill("ann@example.com");
  await page.locator("main form button").click();
  await page.waitForURL(/account$/);
  await page.goto(`${root}pages/rewards`);
  return page.locator("main li", { hasText: name });
}

const held = () => at.has().then((balance) => balance.held);

const redeemed = () =>
  inShop(at.shop.id, (tx) => tx.redemption.count({ where: { shopId: at.shop.id } }));

test("a page that is loaded again while the reward is being made asks for the same one, and shows its code", async () => {
  await at.reward({ name: "Five off" });
  const item = await annLooksAt("Five off");
  await item.getByRole("button").click();
  await item.getByText("Getting your reward").waitFor();
  await expect.poll(redeemed).toBe(1);

  await page.reload();
  await item.getByText("Getting your reward").waitFor();
  await at.settle();
  await item.getByText("Your code:").waitFor();
  expect(await redeemed()).toBe(1);
  await item.getByRole("link", { name: "Use it" }).click();
  await page.waitForURL(/cart$/);

  // Answered: the next wish is another one.
  await page.goto(`${root}pages/rewards`);
  await page.locator("main").getByText("500 points to go").first().waitFor();
  expect(await redeemed()).toBe(1);
});

test("when no answer comes nothing is lost: the next click asks for the same again", async () => {
  await at.reward({ name: "Five off" });
  const item = await annLooksAt("Five off");
  await page.route("**/apps/encore/redemptions", async (route) => {
    await route.fetch(); // It arrives; its answer does not.
    await route.abort();
  });
  await item.getByRole("button").click();
  await item.getByText("No answer came.").waitFor();
  expect(await redeemed()).toBe(1);

  await page.unroute("**/apps/encore/redemptions");
  await item.getByRole("button").click();
  await expect.poll(held).toBe(500);
  await at.settle();
  await item.getByText("Your code:").waitFor();
  expect(await redeemed()).toBe(1);
});

test("why not is said in plain words, beside the reward", async () => {
  await at.reward({ name: "For full carts", minimumMinor: 5_000 });
  const item = await annLooksAt("For full carts");
  await item.getByRole("button").click();
  await item.getByText("Your cart is too small for this reward.").waitFor();
  expect(await redeemed()).toBe(0);
  expect(await item.getByRole("status").getAttribute("role")).toBe("status");
});

test("a reward that Shopify does not make gives the points back, and says so", async () => {
  await at.reward({ name: "Five off" });
  const item = await annLooksAt("Five off");
  shopify.standIn.context.faults.set({
    mode: "refused",
    count: 5,
    ms: 0,
    operation: "discountCodeBasicCreate",
  });
  await item.getByRole("button").click();
  await expect.poll(redeemed).toBe(1);
  await at.settle();
  await item.getByText("Your points are yours again.").waitFor();
  expect((await at.has()).available).toBe(1_000);
});

/** Ann has a code that works. Returns it, and the item that shows it. */
async function annHasACode(): Promise<{ code: string; item: Locator }> {
  const held = heldOf(await at.redeem(await at.reward({ name: "Five off" })));
  await annLooksAt("Five off");
  const code = (await at.seen(held)).code ?? "";
  return { code, item: page.locator("main li", { hasText: code }) };
}

test("with the keyboard alone a code is given back, once, and the focus stays with what becomes of it", async () => {
  const { item } = await annHasACode();
  await item.getByText("Give it back", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await item.getByText("The code stops working, and you get 500 points back.").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const news = item.getByRole("status");
  await news.getByText("Your points are on their way back.").waitFor();
  expect(await news.evaluate((line) => line === document.activeElement)).toBe(true);
  expect(await item.getByRole("link", { name: "Use it" }).count()).toBe(0);
  expect((await at.has()).held).toBe(500);

  await at.settle();
  await news.getByText("Your points are yours again.").waitFor();
  await expect
    .poll(() => page.locator("main [data-encore-balance]").first().innerText())
    .toBe("1,000 points");
});

test("a code that was just redeemed can be given back right beside it, without a reload", async () => {
  await at.reward({ name: "Five off" });
  const item = await annLooksAt("Five off");
  expect(await item.getByText("Give it back", { exact: true }).count()).toBe(0);
  await item.getByRole("button", { name: "Redeem: Five off" }).click();
  await expect.poll(redeemed).toBe(1);
  await at.settle();
  const use = item.getByRole("link", { name: "Use it" });
  await use.waitFor();
  expect(await use.evaluate((link) => link === document.activeElement)).toBe(true);

  await item.getByText("Give it back", { exact: true }).click();
  await item.getByText("The code stops working, and you get 500 points back.").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await item.getByRole("button", { name: "Give the code back" }).click();
  const news = item.getByText("Your points are on their way back.");
  await news.waitFor();
  expect(await news.evaluate((line) => line === document.activeElement)).toBe(true);
  expect(await use.count()).toBe(0);
  expect((await at.has()).held).toBe(500);

  await at.settle();
  await item.getByText("Your points are yours again.").waitFor();
  expect((await at.has()).available).toBe(1_000);
  expect(await redeemed()).toBe(1);
});

test("a gift card is money: its code is shown, and cannot be given back", async () => {
  await at.reward({ name: "A card", kind: "gift_card" });
  const item = await annLooksAt("A card");
  await item.getByRole("button", { name: "Redeem: A card" }).click();
  await expect.poll(redeemed).toBe(1);
  await at.settle();
  await item.getByText("Your code:").waitFor();
  expect(await item.getByRole("status").locator("code").innerText()).toMatch(/\w/);
  expect(await item.getByText("Give it back", { exact: true }).count()).toBe(0);
});

test("a code that was used in the meantime stays used, and that is said kindly", async () => {
  const { code, item } = await annHasACode();
  await at.buys([code]);
  await item.getByText("Give it back", { exact: true }).click();
  await item.getByRole("button", { name: "Give the code back" }).click();
  await item.getByText("The code is in an order already, so it stays there.").waitFor();
  expect((await at.has()).held).toBe(0);
});

test("when no answer comes the code can be given back with the next click", async () => {
  const { item } = await annHasACode();
  await page.route("**/return", (route) => route.abort());
  await item.getByText("Give it back", { exact: true }).click();
  const button = item.getByRole("button", { name: "Give the code back" });
  await button.click();
  await item.getByText("No answer came.").waitFor();
  await page.unroute("**/return");
  await button.click();
  await item.getByText("Your points are on their way back.").waitFor();
});

test("a page that is opened while points are on their way back says so, also without the script", async () => {
  const { code } = await annHasACode();
  const { id } = await inShop(at.shop.id, (tx) =>
    tx.redemption.findFirstOrThrow({ where: { shopId: at.shop.id, code } }),
  );
  await returnReward(at.shop.id, { customerId: at.ann, redemptionId: id, at: now() });
  // Shopify does not answer for now, so the code may still work.
  shopify.standIn.context.faults.set({
    mode: "refused",
    count: null,
    ms: 0,
    operation: "discountCodeDeactivate",
  });
  await at.drain();
  await page.route("**/encore.js", (route) => route.abort());
  await page.goto(`${root}pages/rewards`);
  await page.locator("main").getByText("On their way back: 500 points.").waitFor();
  expect(await page.getByText(code).count()).toBe(0);
});

test("a birthday is told once, with both month and day", async () => {
  await annLooksAt("5 off");
  await page.getByRole("button", { name: "Rewards" }).click();
  const panel = page.getByRole("dialog");
  await panel.getByText("About you").click();
  await panel.getByLabel("Month").selectOption("2");
  await panel.getByRole("button", { name: "Save" }).click();
  await panel.getByText("Please choose both month and day.").waitFor();
  await panel.getByLabel("Day").selectOption("29");
  await panel.getByLabel("Show me on the leaderboard").check();
  await panel.getByRole("button", { name: "Save" }).click();
  await panel.getByText("Saved.").waitFor();
  const kept = await inShop(at.shop.id, (tx) =>
    tx.loyaltyProfile.findFirst({ where: { shopId: at.shop.id, customerId: at.ann } }),
  );
  expect(kept).toMatchObject({ birthMonth: 2, birthDay: 29, leaderboard: true });
});

test("a birthday can be told where the shop shows no leaderboard, and the wish to be on it stays", async () => {
  const theirs = { shopId: at.shop.id, customerId: at.ann };
  await inShop(at.shop.id, (tx) =>
    tx.loyaltyProfile.create({ data: { ...theirs, leaderboard: true } }),
  );
  await showLeaderboard(at.shop.id, false, { actor: "staff.1", at: new Date() });
  await annLooksAt("5 off");
  await page.getByRole("button", { name: "Rewards" }).click();
  const panel = page.getByRole("dialog");
  await panel.getByText("About you").click();
  expect(await panel.getByText("Leaderboard").count()).toBe(0);
  await panel.getByLabel("Month").selectOption("3");
  await panel.getByLabel("Day").selectOption("7");
  await panel.getByRole("button", { name: "Save" }).click();
  await panel.getByText("Saved.").waitFor();
  const kept = await inShop(at.shop.id, (tx) => tx.loyaltyProfile.findFirst({ where: theirs }));
  expect(kept).toMatchObject({ birthMonth: 3, birthDay: 7, leaderboard: true });
});

test("a cart that changes without a new page is counted again", async () => {
  await annLooksAt("5 off");
  await page.goto(`${root}cart`);
  const id = at.store.products.list(at.atShopify.id).find(({ title }) => title === "SIXTY")
    ?.variants[0]?.id;
  await page.evaluate(
    ([url, variant]) =>
      fetch(`${url}cart/add.js`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ items: [{ id: variant, quantity: 2 }] }),
      }).then((reply) => reply.text()),
    [root, id] as const,
  );
  await page.locator("[data-encore-cart]").getByText("This cart earns 120 points").waitFor();
});

test("a code can be copied, is said to be kept, and what the other rewards cost is counted again", async () => {
  await at.reward({ name: "Five off" });
  await at.reward({ name: "Seven off", cost: 700 });
  const item = await annLooksAt("Five off");
  const other = page.locator("main li", { hasText: "Seven off" });
  await other.getByRole("button", { name: "Redeem: Seven off" }).waitFor();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await item.getByRole("button", { name: "Redeem: Five off" }).click();
  await expect.poll(redeemed).toBe(1);
  await at.settle();
  const code = await item.locator("code").innerText();
  await item.getByText("It is kept for you under “Ready to use”").waitFor();
  await item.getByRole("button", { name: "Copy" }).click();
  await item.getByText("Copied.").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await other.getByText("200 points to go").waitFor();
  expect(await other.getByRole("button").count()).toBe(0);
  expect(await accessibilityFaults(page)).toEqual([]);

  // And again where it is kept.
  await at.settle();
  await page.reload();
  const kept = page.locator("main li", { hasText: code });
  await kept.getByRole("button", { name: "Copy" }).click();
  await kept.getByText("Copied.").waitFor();
  await kept.getByText("Give it back", { exact: true }).click();
  await kept.getByRole("button", { name: "Give the code back" }).click();
  await kept.getByText("Your points are on their way back.").waitFor();
  await at.settle();
  await other.getByRole("button", { name: "Redeem: Seven off" }).waitFor();
});

test("a reward that was had as often as it may be is not offered again", async () => {
  const once = await at.reward({ name: "Once only", cost: 100, limitCount: 1 });
  heldOf(await at.redeem(once));
  const item = await annLooksAt("Once only");
  await page.locator("main li", { hasText: "You have had this reward." }).waitFor();
  expect(await item.getByRole("button", { name: "Redeem: Once only" }).count()).toBe(0);
});

test("a button that is pressed before the script is there waits for it", async () => {
  await at.reward({ name: "Five off" });
  let send = () => {};
  const held = new Promise<void>((resolve) => (send = resolve));
  await page.route("**/encore.js", async (route) => {
    await held;
    await route.continue();
  });
  const item = await annLooksAt("Five off");
  await item.getByRole("button").click();
  send();
  await item.getByText("Getting your reward").waitFor();
  await expect.poll(redeemed).toBe(1);
});

test("a button whose script does not come sends its form", async () => {
  await at.reward({ name: "Five off" });
  await page.route("**/encore.js", (route) => route.abort());
  const item = await annLooksAt("Five off");
  const asked = item.getByRole("button", { name: "Redeem: Five off" }).click();
  await expect.poll(redeemed).toBe(1);
  await at.settle();
  await asked;
  await page.getByText("Your code:").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

test("without the script a reward is redeemed, shown, and given back by forms alone", async () => {
  await at.reward({ name: "Five off" });
  page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const item = await annLooksAt("Five off");
  const asked = item.getByRole("button", { name: "Redeem: Five off" }).click();
  await expect.poll(redeemed).toBe(1);
  await at.settle();
  await asked;
  await page.getByText("Your code:").waitFor();
  const code = (await page.locator("strong").innerText()).trim();
  await page.reload(); // Sent twice, it is still one wish.
  expect(await page.locator("strong").innerText()).toBe(code);
  expect(await redeemed()).toBe(1);

  await page.getByRole("link", { name: "Back to the shop" }).click();
  await page.waitForURL(/pages\/rewards$/);
  const kept = page.locator("main li", { hasText: code });
  await kept.getByText("Give it back", { exact: true }).click();
  await kept.getByRole("button", { name: "Give the code back" }).click();
  await page.getByText("Your points are on their way back.").waitFor();
  await at.settle();
  expect((await at.has()).available).toBe(1_000);
});

test("without the script a birthday is told by its form, and a day without a month is refused", async () => {
  page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await at.reward();
  await annLooksAt("5 off");
  const root = page.url().replace(/pages\/rewards$/, "");
  const form = (fields: Record<string, string>) =>
    page.request.post(`${root}apps/encore/profile`, {
      form: { from: "/pages/rewards", ...fields },
    });
  expect(await (await form({ month: "", day: "3" })).text()).toContain("choose both month and day");
  const saved = await form({ month: "3", day: "7", asked: "leaderboard" });
  expect(await saved.text()).toContain("Saved.");
  const kept = await inShop(at.shop.id, (tx) =>
    tx.loyaltyProfile.findFirst({ where: { shopId: at.shop.id, customerId: at.ann } }),
  );
  expect(kept).toMatchObject({ birthMonth: 3, birthDay: 7, leaderboard: false });

  const elsewhere = await page.request.post(`${root}apps/encore/profile`, {
    form: { month: "4", day: "7", from: "//evil.example" },
    headers: { "sec-fetch-site": "cross-site" },
  });
  expect(elsewhere.status()).toBe(403);
  expect(await elsewhere.text()).not.toContain("evil.example");
});

test("the launcher covers neither bars nor buttons, and comes down again", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await annLooksAt("5 off");
  await page.goto(root);
  const launcher = page.locator("[commandfor=encore-panel]");
  const box = async () => (await launcher.boundingBox()) ?? { y: NaN, height: NaN };
  const low = (await box()).y;
  const bar = (style: string, id: string) =>
    page.evaluate(
      ([css, name]) => {
        const made = Object.assign(document.createElement("div"), { id: name, textContent: name });
        made.style.cssText = `position: fixed; background: #eee; z-index: 2147483647; ${css}`;
        document.body.append(made);
      },
      [style, id] as const,
    );
  await bar("inset: auto 0 0 0; height: 90px", "cookies");
  await expect
    .poll(async () => (await box()).y + (await box()).height)
    .toBeLessThanOrEqual(844 - 90);
  await bar("inset: auto 12px 100px auto; width: 64px; height: 64px", "chat");
  await expect
    .poll(async () => (await box()).y + (await box()).height)
    .toBeLessThanOrEqual(844 - 164);
  await page.locator("#cookies, #chat").evaluateAll((bars) => bars.forEach((one) => one.remove()));
  await expect.poll(async () => Math.abs((await box()).y - low)).toBeLessThan(100);

  // A button of the page itself that comes to stand beneath it.
  await page.evaluate(() => {
    const made = Object.assign(document.createElement("button"), { textContent: "Add to cart" });
    made.style.cssText = "position: absolute; top: 780px; right: 0; width: 200px; height: 44px";
    document.body.append(made);
    scrollTo(0, 0);
  });
  await expect.poll(async () => (await box()).y + (await box()).height).toBeLessThanOrEqual(780);
});
