import { expect, test } from "vitest";

import type { PublishedMember } from "#app/loyalty/view/member.ts";
import { publishedProgram } from "#app/storefront/publish/program-metafield.ts";
import { MEMBER, textOf } from "#tests/support/storefront/a-member.ts";
import { render } from "#tests/support/storefront/render-block.ts";

const HOUR_MS = 3600_000;
const from = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

/** New, then Gold with a product and a collection and two days' head start, then Star with four. */
const PROGRAM = publishedProgram({
  currency: "GBP",
  active: true,
  pointName: { en: { one: "point", other: "points" } },
  guestPoints: "claim",
  rewards: [],
  actions: [],
  achievements: [],
  challenges: [],
  referrals: null,
  leaderboard: true,
  tiers: [
    {
      id: "new",
      name: "New",
      conditions: [{ basis: "orders", atLeast: 1n }],
      perks: [],
      entryReward: null,
    },
    {
      id: "gold",
      name: "Gold",
      conditions: [
        { basis: "points", atLeast: 500n },
        { basis: "spend", atLeast: 50_000n },
      ],
      perks: [
        { kind: "exclusive_products", productIds: ["77"], collectionIds: ["9007199254740993"] },
        { kind: "early_access", hours: 48 },
      ],
      entryReward: null,
    },
    {
      id: "star",
      name: "Star",
      conditions: [{ basis: "orders", atLeast: 20n }],
      perks: [{ kind: "early_access", hours: 96 }],
      entryReward: null,
    },
  ],
});
const toGold: PublishedMember["next"] = {
  id: "gold",
  needs: [
    { basis: "points", have: 380, atLeast: 500 },
    { basis: "spend", have: 38_000, atLeast: 50_000 },
  ],
};
const toStar: PublishedMember["next"] = {
  id: "star",
  needs: [{ basis: "orders", have: 19, atLeast: 20 }],
};

type Scene = {
  /** Null is a guest, undefined somebody with no record. */
  tierId?: string | null | undefined;
  next?: PublishedMember["next"];
  productId?: string;
  collectionIds?: string[];
  onSaleFrom?: string;
  language?: string;
  hide?: string;
  /** Somebody who is excluded from the program. */
  excluded?: boolean;
};

function block({ tierId = null, next = null, language = "en", hide = "", ...scene }: Scene) {
  const loyalty = { ...MEMBER, tier: tierId && { id: tierId, since: null, until: null }, next };
  const value = scene.excluded ? { excluded: true } : loyalty;
  const metafields = { $app: { loyalty: { type: "json", value } } };
  const custom = scene.onSaleFrom && {
    on_sale_from: { type: "date_time", value: scene.onSaleFrom },
  };
  return render(
    "product-access",
    language,
    { hide },
    {
      customer: tierId === null ? null : { metafields },
      shop: { customer_accounts_enabled: true },
      cart: { currency: { iso_code: "GBP" } },
      product: {
        id: scene.productId ?? "1",
        collections: (scene.collectionIds ?? []).map((id) => ({ id })),
        metafields: custom ? { custom } : {},
      },
    },
    {
      encore: { program: { type: "json", value: PROGRAM } },
    },
  );
}
const stateOf = (html: string) => /data-encore-access="(\w+)"/.exec(html)?.[1] ?? null;

test("a product that is for nobody in particular has no word about it", () => {
  expect(textOf(block({}))).toBe("");
  expect(stateOf(block({ tierId: "new", onSaleFrom: from(-1), hide: "form" }))).toBeNull();
});

test("who is not there yet sees for whom a product is, and what is missing", () => {
  const html = block({ tierId: "new", next: toGold, productId: "77" });
  expect(stateOf(html)).toBe("no");
  expect(textOf(html)).toBe("For members of Gold only 120 points or £120.00 to go");
  const far = block({ tierId: "none", productId: "77" });
  expect(textOf(far)).toBe("For members of Gold only Points: 500 or Spent: £500.00");
});

test("members may buy it, and those of the tiers above, by the product or one of its collections", () => {
  for (const tierId of ["gold", "star"]) {
    const html = block({ tierId, collectionIds: ["9007199254740993"], hide: "form" });
    expect(stateOf(html)).toBe("yes");
    expect(textOf(html)).toBe("This is for members of Gold: you may buy it.");
    expect(html).not.toContain("<style>");
  }
});

test("who is excluded from the program is told no way to it, only that it is not for sale to them", () => {
  const html = block({ tierId: "", excluded: true, productId: "77", hide: "form" });
  expect(stateOf(html)).toBe("no");
  expect(textOf(html)).toBe("For members of Gold only");
  expect(html).toContain("display: none");
  const soon = block({ tierId: "", excluded: true, onSaleFrom: from(24) });
  expect(textOf(soon)).toMatch(/^On sale from: \w+ \d/);
  expect(textOf(soon)).not.toContain("Members");
});

test("who is signed out is asked to sign in", () => {
  const html = block({ productId: "77" });
  expect(stateOf(html)).toBe("sign_in");
  expect(textOf(html)).toBe(
    "For members of Gold only Sign in to see whether you may buy it. Sign in Create an account",
  );
});

test("before a product is on sale, a tier's members may buy it as many hours earlier", () => {
  const soon = { onSaleFrom: from(24) };
  expect(stateOf(block({ ...soon, tierId: "gold" }))).toBe("yes");
  expect(textOf(block({ ...soon, tierId: "gold" }))).toMatch(
    /^You may buy it already. For everybody from: \w+ \d/,
  );
  const waiting = block({ ...soon, tierId: "new", next: toGold });
  expect(stateOf(waiting)).toBe("no");
  expect(textOf(waiting)).toMatch(
    /^On sale from: .* Members of Gold may buy it already. 120 points or £120.00 to go$/,
  );
  expect(textOf(block(soon))).toMatch(/Members of Gold may buy it already. Sign in to see/);
});

test("a head start that has not begun is told with its own time, and the tier that has it already", () => {
  const html = block({ tierId: "gold", next: toStar, onSaleFrom: from(72) });
  expect(stateOf(html)).toBe("no");
  expect(textOf(html)).toMatch(
    /^On sale from: .* Members of Star may buy it already. 1 order to go$/,
  );
  const day = /datetime="([^"]*)"/.exec(html)?.[1] ?? "";
  expect(Math.round((new Date(day).getTime() - Date.now()) / HOUR_MS)).toBe(24);
  expect(textOf(block({ onSaleFrom: from(200) }))).not.toContain("already");
});

test("what the merchant names is hidden from whom may not buy, and nothing that is no selector gets in", () => {
  const html = block({ tierId: "new", productId: "77", hide: "product-form</style><b>{}" });
  expect(html).toContain("product-form/style>b> { display: none !important; }");
  expect(block({ tierId: "new", productId: "77" })).not.toContain("<style>");
});

test.each(["en", "de", "fr", "es", "ja", "ar"])("in %s", (language) => {
  const scenes: Scene[] = [
    { productId: "77" },
    { productId: "77", tierId: "new", next: toGold },
    { productId: "77", tierId: "gold" },
    { onSaleFrom: from(24), tierId: "gold" },
    { onSaleFrom: from(72), tierId: "gold", next: toStar },
  ];
  for (const scene of scenes) {
    const html = block({ ...scene, language });
    expect(html).not.toContain("Translation missing");
    if (language !== "en") expect(textOf(html)).not.toMatch(/\b(Sign in|members|may|sale)\b/);
  }
});
