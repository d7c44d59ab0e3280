import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { extensionDir } from "#tests/stand-in/storefront/extension.ts";
import { blockFor, textOf } from "#tests/support/storefront/a-member.ts";

const HANDLES = [
  "points-balance",
  "cart-points",
  "rewards",
  "tier-progress",
  "referral",
  "points-history",
  "ways-to-earn",
  "launcher",
];

/** A line of a cart as Liquid has it. */
function line(price: number, productId = "1", giftCard = false) {
  const product = { id: productId, "gift_card?": giftCard, collections: [] };
  return { product, final_line_price: price, original_line_price: price };
}

describe("before any script runs", () => {
  test("a member sees what they can have, and how many points are missing for the rest", () => {
    const text = textOf(blockFor("rewards"));
    expect(text).toContain("£5 off 500 points");
    expect(text).toContain("2,000 points · for carts of £50.00 or more 1,400 points to go");
    expect(text).toContain("A surprise 100 points For members of VIP");
    expect(blockFor("rewards").match(/data-encore-redeem/g)).toHaveLength(1);
  });

  test("a guest sees what there is and how to get it, and no button that does nothing", () => {
    const html = blockFor("rewards", { member: null });
    expect(textOf(html)).toContain("Sign in to turn points into rewards.");
    expect(html).not.toContain("data-encore-redeem");
    expect(html).toContain('href="/account/login"');
  });

  test("a code that waits can be used with one link, a gift card only at the checkout", () => {
    const ready = { id: "1", reward: "£5 off", code: "A B", until: null, points: 500 };
    const html = blockFor("rewards", { member: { codes: [{ ...ready, kind: "amount" }] } });
    expect(html).toContain('href="/discount/A+B?redirect=%2Fcart"');
    const card = blockFor("rewards", { member: { codes: [{ ...ready, kind: "gift_card" }] } });
    expect(card).not.toContain("/discount/");
    expect(card).toContain("A B");
  });

  test("what a code cost can be had back, and is said to be on its way; what was given is not for sale", () => {
    const ready = { id: "1", reward: "£5 off", kind: "amount", code: "A", until: null };
    const html = blockFor("rewards", { member: { codes: [{ ...ready, points: 500 }] } });
    expect(html).toContain('data-encore-return="1"');
    expect(textOf(html)).toContain("The code stops working, and you get 500 points back.");
    const given = blockFor("rewards", { member: { codes: [{ ...ready, points: 0 }] } });
    expect(given).not.toContain("data-encore-return");

    const balance = (language: string) =>
      textOf(blockFor("points-balance", { language, member: { returning: 500 } }));
    expect(balance("en")).toContain("On their way back: 500 points.");
    expect(balance("ar")).toContain("في طريق العودة: 500 نقطة.");
    expect(textOf(blockFor("points-balance"))).not.toContain("On their way back");
  });

  test("a shop that shows no leaderboard has none, and asks nobody whether to be on it", () => {
    expect(textOf(blockFor("launcher"))).toContain("Leaderboard");
    const html = blockFor("launcher", { program: { leaderboard: false } });
    expect(html).not.toMatch(/leaderboard/i);
    expect(html).toContain("data-encore-profile");
  });

  test.each(HANDLES)("%s shows nothing to who is excluded from the program", (handle) => {
    const cart = { items: [line(2_000)] };
    expect(textOf(blockFor(handle, { cart }))).not.toBe("");
    const html = blockFor(handle, { member: { excluded: true }, cart });
    expect(textOf(html)).toBe("");
    expect(html).not.toContain("data-encore-strings");
    // A page that is kept for guests is as it was.
    expect(textOf(blockFor(handle, { member: null, cart }))).not.toBe("");
  });

  test("the way to the next tier is told in each of its measures", () => {
    const text = textOf(blockFor("tier-progress"));
    expect(text).toContain("Your tier: Loyal Your way to VIP");
    expect(text).toContain("Orders: 3 of 5 or Spent: £230.00 of £500.00");
    expect(text).toContain("1.25 times the points");
    const german = textOf(blockFor("tier-progress", { language: "de" }));
    expect(german).toContain("1,25-fache Punkte");
  });

  test("who is at the top is told so", () => {
    const member = { tier: { id: "t2", since: null, until: null, points: 500 }, next: null };
    expect(textOf(blockFor("tier-progress", { member }))).toContain(
      "You have reached the highest tier.",
    );
  });

  test("what moved is told with its sign", () => {
    const at = "2026-11-01T10:00:00.000Z";
    const text = textOf(
      blockFor("points-history", {
        member: {
          history: [
            { what: "redeemed", points: -500, at, order: null, note: "£5 off" },
            { what: "order", points: 85, at, order: "#1042", note: null },
          ],
        },
      }),
    );
    expect(text).toContain("Redeemed Nov 1, 2026 · £5 off −500 points");
    expect(text).toContain("Order #1042 Nov 1, 2026 +85 points");
  });

  test("what waits, goes and is owed stands beside the balance", () => {
    const expiring = { points: 120, at: "2026-12-14T10:00:00.000Z" };
    const text = textOf(blockFor("points-balance", { member: { pending: 40, expiring } }));
    expect(text).toContain("On the way: 40 points.");
    expect(text).toContain("Next to expire: 120 points on Dec 14, 2026");
    expect(textOf(blockFor("points-balance", { balance: 0, member: { debt: 30 } }))).toContain(
      "To be earned back after a refund: 30 points.",
    );
  });

  test("a friend's link carries the member's code and the shop's words", () => {
    const referral = { code: "ABCD-EFGH", made: 2, waiting: 1 };
    const words = { en: { mail: "Try {link} & enjoy" } };
    const html = blockFor("referral", { member: { referral } });
    expect(html).toContain('value="https://tea.example/apps/encore/r/ABCD-EFGH"');
    const base = { advocate: { points: 200 }, friend: { reward: "£5 off" }, minimum: null };
    const own = blockFor("referral", {
      member: { referral },
      program: { referral: { ...base, words } },
    });
    const mail = /href="(mailto:[^"]*)"/.exec(own)?.[1] ?? "";
    expect(decodeURIComponent(mail)).toContain(
      "body=Try https://tea.example/apps/encore/r/ABCD-EFGH & enjoy",
    );
  });
});

describe("the cart", () => {
  const cart = (...items: ReturnType<typeof line>[]) => ({
    items,
    total_price: items.reduce((sum, item) => sum + item.final_line_price, 0),
  });

  test("is rounded once, whatever its lines", () => {
    const text = textOf(blockFor("cart-points", { cart: cart(line(999), line(999), line(999)) }));
    expect(text).toContain("This cart earns 29 points You would then have 629 points.");
  });

  test("guests are told what they would have, and where to keep it", () => {
    const html = blockFor("cart-points", { member: null, cart: cart(line(8550)) });
    expect(textOf(html)).toContain(
      "This cart earns 85 points Sign in or create an account to keep them. Sign in Create an account",
    );
    const balance = blockFor("points-balance", { member: null, cart: cart(line(8550)) });
    expect(textOf(balance)).toContain("With what is in your cart you would have 85 points.");
  });

  test("gift cards and what the rule leaves out earn nothing, nor does a discount", () => {
    const some = cart(line(5000, "1", true), line(3000, "2"), line(4000, "3"));
    const rule = { excludedProductIds: ["3"] };
    expect(textOf(blockFor("cart-points", { rule, cart: some }))).toContain("earns 30 points");
    const reduced = { items: [line(6000), line(4000)], total_price: 8000 };
    expect(textOf(blockFor("cart-points", { cart: reduced }))).toContain("earns 80 points");
  });

  test("gift cards and shipping earn where the rule says so", () => {
    const some = cart(line(5000, "1", true), line(3000, "2"));
    const rule = { excludeGiftCards: false, includeShipping: true };
    expect(textOf(blockFor("cart-points", { rule, cart: some }))).toContain(
      "earns 80 points Shipping earns too.",
    );
  });

  test.each([
    ["it is empty", { items: [], total_price: 0 }, {}],
    ["it is in another currency", { ...cart(line(5000)), currency: { iso_code: "USD" } }, {}],
    ["tax inside does not earn", cart(line(5000)), { includeTax: false }],
    ["what was bought before decides", cart(line(5000)), { capped: true }],
  ])("no number is promised when %s", (_name, some, rule) => {
    const html = blockFor("cart-points", { cart: some, rule });
    expect(textOf(html)).toBe("");
    expect(html).toMatch(/data-encore-cart\s+hidden/);
  });
});

describe.each(["en", "de", "fr", "es", "ja", "ar"])("in %s", (language) => {
  test.each(HANDLES)("%s says everything in that language", (handle) => {
    for (const member of [{}, null]) {
      const html = blockFor(handle, {
        language,
        member,
        cart: { items: [line(5000)], total_price: 5000 },
      });
      expect(html).not.toContain("Translation missing");
      if (language !== "en") expect(textOf(html)).not.toMatch(/\b(Sign in|You|your)\b/);
    }
  });
});

test.each([
  ["referral", { referral: null }],
  ["tier-progress", { tiers: [] }],
  ["rewards", { active: false }],
  ["launcher", { active: false }],
])("%s is not on the page when the shop has no such thing", (handle, program) => {
  expect(textOf(blockFor(handle, { program }))).toBe("");
});

test("points are called what the shop calls them", () => {
  const program = { pointName: { en: { one: "star", other: "stars" } } };
  expect(textOf(blockFor("points-balance", { program, balance: 1 }))).toContain(
    "Your balance 1 star Collected",
  );
  expect(textOf(blockFor("points-balance", { program, balance: 1200 }))).toContain("1,200 stars");
  // Nobody translated it: a name of one's own is better than another one.
  expect(textOf(blockFor("rewards", { program, language: "de" }))).toContain("500 stars");
  const words = /data-encore-strings>([\s\S]*?)<\/script>/.exec(
    blockFor("launcher", { program }),
  )?.[1];
  const { points } = JSON.parse(words ?? "{}") as { points: string[] };
  expect(points.slice(0, 3)).toEqual(["# stars", "# star", "# stars"]);
});

test("the script can say any number of points in Arabic", () => {
  const html = blockFor("launcher", { language: "ar" });
  const words = JSON.parse(/data-encore-strings>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "{}") as {
    samples: number[];
    points: string[];
  };
  const plural = new Intl.PluralRules("ar");
  const kinds = words.samples.map((sample) => plural.select(sample));
  expect(new Set(kinds)).toEqual(new Set(["zero", "one", "two", "few", "many", "other"]));
  expect(words.points[kinds.indexOf("few")]).toBe("# نقاط");
});

test.each(HANDLES)("what people typed is text in %s, never markup", (handle) => {
  const hostile = `"><img src=x onerror=alert(1)>'`;
  const html = blockFor(handle, {
    program: {
      pointName: { en: { one: hostile, other: hostile } },
      rewards: [{ id: hostile, name: hostile, kind: "x", cost: 5, minimum: null, tiers: [] }],
      tiers: [
        { id: "t1", name: hostile, needs: [], perks: [{ kind: "text", bps: null, text: hostile }] },
      ],
      earningActions: [
        {
          id: "1",
          kind: "social_share",
          name: hostile,
          points: 1,
          photoPoints: null,
          url: hostile,
          network: hostile,
        },
      ],
      achievements: [{ id: "1", name: hostile, badge: hostile, points: 1, kind: hostile, goal: 1 }],
      challenges: [
        {
          id: "1",
          name: hostile,
          points: 1,
          target: 1,
          kind: hostile,
          goal: 1,
          from: 0,
          until: 4e9,
        },
      ],
      referral: {
        advocate: { reward: hostile },
        friend: { reward: hostile },
        minimum: null,
        words: { en: { mail: hostile } },
      },
    },
    member: {
      codes: [
        { id: "1", reward: hostile, kind: "amount", code: hostile, until: null, points: 500 },
      ],
      history: [
        { what: "adjusted", points: 1, at: "2026-11-01T10:00:00Z", order: hostile, note: hostile },
      ],
      referral: { code: hostile, made: 1, waiting: 0 },
    },
  });
  expect(html).not.toContain("<img");
});

describe("Shopify's limits for a theme extension", () => {
  const filesOf = (folder: string) =>
    readdirSync(join(extensionDir, folder)).map((name) => ({
      name,
      bytes: readFileSync(join(extensionDir, folder, name)),
    }));
  const sum = (files: { bytes: Buffer }[]) =>
    files.reduce((total, { bytes }) => total + bytes.length, 0);

  test("all of the script is at most 10 KB as it is sent, all Liquid at most 100 KB, each language 15 KB", () => {
    const scripts = filesOf("assets").filter(({ name }) => name.endsWith(".js"));
    expect(sum(scripts.map(({ bytes }) => ({ bytes: gzipSync(bytes) })))).toBeLessThan(10_000);
    expect(sum([...filesOf("blocks"), ...filesOf("snippets")])).toBeLessThan(100_000);
    for (const { bytes } of filesOf("locales")) expect(bytes.length).toBeLessThan(15_000);
  });

  test("at most 30 blocks, with at most 25 settings each", () => {
    const blocks = filesOf("blocks");
    expect(blocks.length).toBeLessThanOrEqual(30);
    for (const { bytes } of blocks)
      expect(bytes.toString().match(/"id": /g)?.length ?? 0).toBeLessThanOrEqual(25);
  });

  test("every language says the same things", () => {
    const keysOf = (value: unknown, path = ""): string[] =>
      typeof value !== "object" || value === null || "other" in value
        ? [path]
        : Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`));
    for (const kind of [".schema.json", ".json"]) {
      const files = filesOf("locales").filter(
        ({ name }) => name.endsWith(kind) && (kind === ".json" ? !name.includes("schema") : true),
      );
      const keys = files.map(({ bytes }) => keysOf(JSON.parse(bytes.toString())).sort());
      expect(files).toHaveLength(6);
      for (const own of keys) expect(own).toEqual(keys[0]);
    }
  });
});
