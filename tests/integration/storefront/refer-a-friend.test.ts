import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { dueLoyaltyWork } from "#tests/support/loyalty/due-loyalty-work.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import {
  type ReferralSettings,
  startingReferrals,
} from "#app/loyalty/referrals/referral-program.ts";
import { saveReferralSettings } from "#app/loyalty/referrals/referral-settings.server.ts";
import { settleReferrals } from "#app/loyalty/referrals/settle-referrals.server.ts";
import * as landing from "#app/routes/storefront/referral-landing.ts";
import * as referrals from "#app/routes/shopper/referrals.ts";
import { openVisitor, type Visitor } from "#tests/integration/stand-in/visitor.ts";
import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { openRewardShop, type RewardShop } from "#tests/support/loyalty/reward-shop.ts";

let shopify: Connected;
let at: RewardShop;
let storefront: string;
let sixty: string;

beforeAll(async () => {
  shopify = await connect({ r: landing, "r/:code": landing, referrals });
});
afterAll(() => shopify.close());

beforeEach(async () => {
  at = await openRewardShop(shopify, 0);
  storefront = `${shopify.standIn.url}/storefront/${at.atShopify.handle}/`;
  const products = at.store.products.list(at.atShopify.id);
  sixty = products.find(({ title }) => title === "SIXTY")?.variants[0]?.id ?? "";
});

async function decide(settings: Partial<ReferralSettings> = {}): Promise<void> {
  const usual = { ...startingReferrals, active: true, minimumMinor: 5_000n };
  await saveReferralSettings(at.shop.id, { ...usual, ...settings }, now());
}

/** Ann's own page: her link, and how her friends get on. */
async function annsReferrals() {
  const ann = openVisitor(storefront);
  await ann.submit("account/login", { email: "ann@example.com" });
  const { body } = await ann.json("apps/encore/referrals?locale=de");
  return body as { code: string; url: string; friends: object[]; share: { whatsapp: string } };
}

async function landingOf(visitor: Visitor, language = ""): Promise<string> {
  const { code } = await annsReferrals();
  return (await visitor.get(`${language}apps/encore/r/${code}`)).html;
}

const hidden = /name="attributes\[_encore_ref\]" value="([0-9a-f-]{36})"/;

async function windowPasses(): Promise<void> {
  await at.wait(15);
  const due = await dueLoyaltyWork(now());
  expect(due.filter(({ shopId }) => shopId === at.shop.id).map(({ job }) => job)).toEqual(
    expect.arrayContaining(["release-points", "settle-referrals"]),
  );
  await releasePoints(at.shop.id, now());
  await settleReferrals(at.shop.id, now());
  await at.settle();
}

test("a friend comes by the link, takes the welcome code, buys, and keeps it: the advocate has the points when the return window is over", async () => {
  await decide({ friendReward: { rewardId: await at.reward({ cost: 500 }) } });
  const { code, url, share } = await annsReferrals();
  expect(url).toBe(`https://${at.shop.domain}/apps/encore/r/${code}`);
  expect(share.whatsapp).toContain(url);
  expect(share.whatsapp).toMatch(/^Ich kaufe hier gern ein/);

  const bob = openVisitor(storefront);
  const page = await bob.get(`apps/encore/r/${code}`);
  expect(page.html).toContain("A friend sent you here");
  expect(page.html).toContain("</html>"); // In the theme.
  const welcomed = await bob.submit(`apps/encore/r/${code}`, { email: "bob@example.com" });
  const [, welcome = ""] = /code">(ENC-[A-Z0-9-]+)</.exec(welcomed.html) ?? [];
  expect(welcome).not.toBe("");
  await at.settle(); // Shopify makes the code.

  await bob.get(`discount/${welcome}?redirect=/`);
  await bob.submit("cart/add", { id: sixty, quantity: "1" });
  const thanks = await bob.submit("checkout", { email: "bob@example.com", pay: "1" });
  expect(thanks.html).toContain("55.00");
  await at.settle();
  expect((await annsReferrals()).friends).toMatchObject([{ state: "pending" }]);
  expect(await at.has()).toMatchObject({ pending: 200, available: 0 });

  await windowPasses();
  expect((await annsReferrals()).friends).toMatchObject([{ state: "rewarded", dueAt: null }]);
  expect(await at.has()).toMatchObject({ pending: 0, available: 200 });
  expect(await at.isSound()).toBe(true);

  // The code has been used, and Bob is no stranger any more: the page says the same to whoever types his email.
  const again = await bob.submit(`apps/encore/r/${code}`, { email: "bob@example.com" });
  expect(again.html).toContain(welcome);
  expect(again.html).toContain("for your first order here");
});

test("without JavaScript the link alone is enough: the button's form writes the visit into the cart", async () => {
  await decide();
  const bob = openVisitor(storefront);
  const [, visit = ""] = hidden.exec(await landingOf(bob)) ?? [];
  await bob.submit("cart", { "attributes[_encore_ref]": visit });
  await bob.submit("cart/add", { id: sixty, quantity: "1" });
  await bob.submit("checkout", { email: "bob@example.com", pay: "1" });
  await at.settle();
  expect((await annsReferrals()).friends).toMatchObject([{ state: "pending" }]);
});

test("who brings themselves by another spelling of their mailbox gets nothing", async () => {
  await decide();
  const herself = openVisitor(storefront);
  const [, visit = ""] = hidden.exec(await landingOf(herself)) ?? [];
  await herself.submit("cart", { "attributes[_encore_ref]": visit });
  await herself.submit("cart/add", { id: sixty, quantity: "1" });
  await herself.submit("checkout", { email: "a.n.n+2@example.com", pay: "1" });
  await at.settle();
  expect((await annsReferrals()).friends).toMatchObject([{ state: "cancelled" }]);
  expect(await at.has()).toMatchObject({ pending: 0, available: 0 });
});

test("a page without a script asks for the link by a form, and gets the same one", async () => {
  await decide();
  const ann = openVisitor(storefront);
  await ann.submit("account/login", { email: "ann@example.com" });
  const { html } = await ann.submit("apps/encore/referrals", { from: "/pages/rewards" });
  const { url } = await annsReferrals();
  expect(html).toContain(url);
  expect(html).toContain('href="/pages/rewards"');
  const stranger = await openVisitor(storefront).submit("apps/encore/referrals", {});
  expect(stranger.html).toContain("Please sign in first.");
});

describe("codes cannot be found by trying", () => {
  test("who mistyped a code is told so, no sooner than anybody else, and can type it again", async () => {
    await decide({ friendReward: { rewardId: await at.reward() } });
    const { code } = await annsReferrals();
    const visitor = openVisitor(storefront);
    const timed = async (path: string) => {
      const started = performance.now();
      const { status, html } = await visitor.get(path);
      const plain = html.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "").replaceAll(path, "");
      return { status, plain, ms: performance.now() - started };
    };
    await timed(`apps/encore/r/${code}`); // Whatever is done once.
    const known = await timed(`apps/encore/r/${code}`);
    const unknown = await timed("apps/encore/r/ZZZZ-ZZZZ-ZZZZ");
    const noCode = await timed("apps/encore/r/..%2F%7B%7B");
    // Neither says more than the other: not whether it could be a code, nor whose it is.
    expect({ ...noCode, ms: 0 }).toEqual({ ...unknown, ms: 0 });
    expect(unknown.status).toBe(known.status);
    expect(unknown.plain).toContain("We do not know this code.");
    expect(unknown.plain).not.toContain("Ann");
    expect(known.plain).not.toContain("We do not know this code.");
    for (const { ms } of [known, unknown, noCode]) expect(ms).toBeGreaterThanOrEqual(79);

    const typed = await visitor.get(
      `apps/encore/r?code=${code.toLowerCase().replaceAll("-", " ")}`,
    );
    expect(typed.html).toContain("Show my code");
    const claimed = await visitor.submit("apps/encore/r/ZZZZ-ZZZZ-ZZZZ", { email: "x@x.com" });
    expect(claimed.html).toContain("We do not know this code.");
  });

  test("who tries too many is told nothing about any", async () => {
    await decide({ friendReward: { rewardId: await at.reward() } });
    const guesser = openVisitor(storefront);
    const isTold = async () =>
      (await guesser.get("apps/encore/r/ZZZZ-ZZZZ-ZZZZ")).html.includes(
        "We do not know this code.",
      );
    expect(await isTold()).toBe(true);
    // Thirty at once, and one more every five seconds.
    const more = await Promise.all(Array.from({ length: 60 }, isTold));
    expect(more.filter(Boolean).length).toBeLessThan(50);
  });

  test("asking for welcome codes is slowed down", async () => {
    await decide({ friendReward: { rewardId: await at.reward() } });
    const guesser = openVisitor(storefront);
    const statuses: number[] = [];
    for (let number = 0; number < 8; number++) {
      const path = `apps/encore/r/ZZZZ-ZZZZ-ZZZ${number + 2}`;
      statuses.push((await guesser.submit(path, { email: `x${number}@x.com` })).status);
    }
    expect(statuses.slice(0, 6)).toEqual(Array(6).fill(200));
    expect(statuses.slice(6)).toEqual([429, 429]);
  });

  test("also for somebody who invents addresses in front of their own", async () => {
    await decide({ friendReward: { rewardId: await at.reward() } });
    const guesser = openVisitor(storefront);
    const statuses: number[] = [];
    for (let number = 0; number < 7; number++) {
      const asked = { email: `y${number}@x.com` };
      const from = { "x-forwarded-for": `198.51.100.${number}, 203.0.113.77` };
      statuses.push((await guesser.submit("apps/encore/r/ZZZZ-ZZZZ-ZZZZ", asked, from)).status);
    }
    expect(statuses).toEqual([...Array<number>(6).fill(200), 429]);
  });
});

test("guests have no link of their own, and switched off there is nothing", async () => {
  const guest = openVisitor(storefront);
  expect(await guest.json("apps/encore/referrals")).toMatchObject({ status: 401 });
  expect(await annsReferrals()).toEqual({ active: false });
  const { html } = await guest.get("apps/encore/r/ABCD-EFGH-JKMN");
  expect(html).toContain("There are no invitations at the moment.");
  const visits = await inShop(at.shop.id, (tx) =>
    tx.referralVisit.count({ where: { shopId: at.shop.id } }),
  );
  expect(visits).toBe(0);
});

test("what the merchant calls a reward is text, whatever stands in it", async () => {
  const name = `{{ shop.name }} <b>"5%"</b> {% if %}`;
  await decide({ friendReward: { rewardId: await at.reward({ name }) } });
  const html = await landingOf(openVisitor(storefront));
  expect(html).toContain("&#123;&#123; shop.name &#125;&#125; &#60;b&#62;&#34;5&#37;&#34;");
});

test("in a browser: the script fills the cart, the page is accessible on a phone, in English and Arabic", async () => {
  await decide({ friendReward: { rewardId: await at.reward() } });
  const { code } = await annsReferrals();
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    for (const language of ["", "ar/"]) {
      await page.goto(`${storefront}${language}apps/encore/r/${code}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      const pictures = process.env["ENCORE_PICTURES"];
      if (pictures)
        await page.screenshot({ path: `${pictures}/landing-${language.slice(0, 2)}.png` });
    }
    await page.goto(`${storefront}apps/encore/r/${code}`);
    await page.getByLabel("Your email").fill("cleo@example.com");
    await page.getByRole("button", { name: "Show my code" }).click();
    await page.getByText("Your code").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const pictures = process.env["ENCORE_PICTURES"];
    if (pictures) await page.screenshot({ path: `${pictures}/landing-code.png` });
    await page.goto(`${storefront}apps/encore/r/${code}`);
    await page.getByRole("button", { name: "Start shopping" }).click();
    await page.waitForURL(/products$/);
    const cart = await page.evaluate(
      "fetch(Shopify.routes.root + 'cart.js').then((r) => r.json())",
    );
    expect(cart).toMatchObject({
      attributes: { _encore_ref: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  } finally {
    await browser.close();
  }
});
