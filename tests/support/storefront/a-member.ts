import type { ExcludedMember, PublishedMember } from "#app/loyalty/view/member.ts";
import type { PublishedProgram } from "#app/storefront/publish/published-program.ts";

import { render, RULE } from "./render-block.ts";

/** A program with something of everything. */
export const PROGRAM: PublishedProgram = {
  active: true,
  currency: "GBP",
  pointName: {},
  guests: "claim",
  leaderboard: true,
  rewards: [
    { id: "r5", name: "£5 off", kind: "amount", cost: 500, minimum: null, tiers: [] },
    { id: "r20", name: "£20 off", kind: "amount", cost: 2000, minimum: 5000, tiers: [] },
    { id: "rv", name: "A surprise", kind: "free_product", cost: 100, minimum: null, tiers: ["t2"] },
  ],
  tiers: [
    { id: "t1", name: "Loyal", needs: [{ basis: "orders", atLeast: 2 }], perks: [] },
    {
      id: "t2",
      name: "VIP",
      needs: [
        { basis: "orders", atLeast: 5 },
        { basis: "spend", atLeast: 50000 },
      ],
      perks: [{ kind: "multiplier", bps: 12500, text: null }],
    },
  ],
  earningActions: [
    {
      id: "w",
      kind: "social_share",
      name: "Share us",
      points: 5,
      photoPoints: null,
      url: "https://x.com",
      network: "x",
    },
  ],
  achievements: [
    { id: "a", name: "Ten orders", badge: "*", points: 100, kind: "orders", goal: 10 },
  ],
  challenges: [
    {
      id: "c",
      name: "Two orders",
      points: 150,
      target: 2,
      kind: "orders",
      goal: 2,
      from: 0,
      until: 4e9,
    },
  ],
  referral: { advocate: { points: 200 }, friend: { reward: "£5 off" }, minimum: 2000, words: {} },
};

export const MEMBER: PublishedMember = {
  pending: 0,
  debt: 0,
  returning: 0,
  tier: { id: "t1", since: null, until: null },
  next: {
    id: "t2",
    needs: [
      { basis: "orders", have: 3, atLeast: 5 },
      { basis: "spend", have: 23000, atLeast: 50000 },
    ],
  },
  expiring: null,
  codes: [],
  history: [],
  badges: [],
  progress: [],
  done: [],
  limited: [],
  challenges: [],
  streak: 0,
  referral: null,
  birthday: false,
  leaderboard: false,
};

type Scene = {
  language?: string;
  /** Null is a guest; an excluded one has nothing else. */
  member?: Partial<PublishedMember> | ExcludedMember | null;
  balance?: number;
  program?: Partial<PublishedProgram>;
  rule?: Partial<typeof RULE>;
  cart?: object;
};

/** A block as a member, or a guest, sees it. */
export function blockFor(handle: string, scene: Scene = {}): string {
  const { member = {}, balance = 600, language = "en" } = scene;
  const isExcluded = member !== null && "excluded" in member;
  const loyalty = { type: "json", value: isExcluded ? member : { ...MEMBER, ...member } };
  const points_balance = { type: "number_integer", value: balance };
  return render(
    handle,
    language,
    {},
    {
      customer: member && {
        metafields: { $app: isExcluded ? { loyalty } : { loyalty, points_balance } },
      },
      shop: { name: "Tea", url: "https://tea.example", customer_accounts_enabled: true },
      cart: { currency: { iso_code: "GBP" }, taxes_included: true, items: [], ...scene.cart },
    },
    {
      encore: {
        program: { type: "json", value: { ...PROGRAM, ...scene.program } },
        earn_rule: { type: "json", value: { ...RULE, ...scene.rule } },
      },
    },
  );
}

/** What a block says, without its markup and the script's words. */
export function textOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
