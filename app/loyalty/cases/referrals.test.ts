import { describe, expect, test } from "vitest";

import { amountBack, line, refundOf } from "#tests/support/loyalty/an-order.ts";

import { attribute, type Touch } from "../referrals/visits/attribution.ts";
import { judge, keptMinor, type ReferralFacts } from "../referrals/judgement.ts";
import { strictnesses } from "../referrals/referral-program.ts";
import { findingsOf, type Party, verdictOn } from "../referrals/same-person.ts";

const BOUGHT = new Date("2026-11-01T10:00:00Z");
const day = (number: number) => new Date(BOUGHT.getTime() + number * 24 * 3600_000);

const nobodyElse = { addresses: new Set<string>(), ips: new Set<string>() };

function person(customerId: string, traits: Partial<Party> = {}): Party {
  return { customerId, email: null, phone: null, ...nobodyElse, ...traits };
}

describe("case 40: self-referral", () => {
  const advocate = person("ann", {
    email: "a@x.com",
    phone: "+44 20 7946 0958",
    addresses: new Set(["home"]),
    ips: new Set(["203.0.113.9"]),
  });
  const found = (friend: Partial<Party>) => findingsOf(advocate, person("bob", friend), nobodyElse);

  test("a+1@x by a@x is blocked", () => {
    const findings = found({ email: "a+1@x.com" });
    expect(findings).toEqual(["same_email"]);
    for (const strictness of strictnesses) expect(verdictOn(findings, strictness)).toBe("blocked");
  });

  test.each([
    ["a dotted email", { email: "A.@x.com" }, "same_email"],
    ["the phone without its country", { phone: "020 7946 0958" }, "same_phone"],
    ["the same customer", { customerId: "ann" }, "same_customer"],
    ["the same address", { addresses: new Set(["home", "work"]) }, "same_address"],
  ] as const)("%s is blocked", (_name, friend, finding) => {
    expect(found(friend)).toEqual([finding]);
    expect(verdictOn([finding], "standard")).toBe("blocked");
  });

  test("the same connection goes to review", () => {
    const findings = found({ ips: new Set(["203.0.113.9"]) });
    expect(findings).toEqual(["same_ip"]);
    expect(verdictOn(findings, "standard")).toBe("review");
  });

  test("settings: relaxed lets a shared connection pass and reviews a shared house, strict blocks both", () => {
    expect(verdictOn(["same_ip"], "relaxed")).toBe("clear");
    expect(verdictOn(["same_address"], "relaxed")).toBe("review");
    expect(verdictOn(["same_ip"], "strict")).toBe("blocked");
    expect(verdictOn(["same_address"], "strict")).toBe("blocked");
  });

  test("two friends of one advocate under one roof are looked at", () => {
    const others = { addresses: new Set(["flat 7"]), ips: new Set<string>() };
    const friend = person("bob", { addresses: new Set(["flat 7"]) });
    expect(findingsOf(advocate, friend, others)).toEqual(["address_of_another_friend"]);
    expect(verdictOn(["address_of_another_friend"], "standard")).toBe("review");
  });

  test("somebody else is somebody else, and what nobody knows is not the same", () => {
    expect(found({ email: "b@x.com", phone: "0161 496 0000" })).toEqual([]);
    expect(findingsOf(person("ann"), person("bob"), nobodyElse)).toEqual([]);
  });
});

describe("case 41: the referred friend refunds", () => {
  const thing = line(4000);
  const small = line(2000);
  const referral = (traits: Partial<ReferralFacts["order"]> = {}): ReferralFacts => ({
    order: {
      ...{ cancelledAt: null, test: false, inShopCurrency: true },
      ...{ lines: [thing, small], refunds: [] },
      ...traits,
    },
    findings: [],
    strictness: "standard",
    minimumMinor: 5000n,
    dueAt: day(14),
    decision: null,
    isExcluded: false,
  });
  const back = (at: Date) => ({ ...refundOf([small, 1]), createdAt: at });

  test("minimum 50: 60 pends until the return window is over, then it is rewarded", () => {
    expect(judge(referral(), day(0))).toBe("pending");
    expect(judge(referral(), day(13))).toBe("pending");
    expect(judge(referral(), day(14))).toBe("rewarded");
  });

  test("nobody is rewarded for, or as, somebody who was excluded from the program", () => {
    expect(judge({ ...referral(), isExcluded: true }, day(14))).toBe("cancelled");
  });

  test("nobody is rewarded for an order in another currency than the shop's", () => {
    expect(judge(referral({ inShopCurrency: false }), day(14))).toBe("cancelled");
  });

  test("minimum 50: 60 − 20 → cancelled", () => {
    const refunded = referral({ refunds: [back(day(3))] });
    expect(keptMinor(refunded.order, day(14))).toBe(4000n);
    expect(judge(refunded, day(3))).toBe("cancelled");
    expect(judge(refunded, day(14))).toBe("cancelled");
  });

  test("an amount given back counts as goods do, and 60 − 10 is still enough", () => {
    const amount = (minor: number) =>
      referral({ refunds: [{ ...amountBack(minor), createdAt: day(3) }] });
    expect(judge(amount(2000), day(14))).toBe("cancelled");
    expect(judge(amount(1000), day(14))).toBe("rewarded");
  });

  test("what goes back after the window does not count; what went back in it does, however late it is heard", () => {
    // Shopify's order shows the returned unit as gone from then on.
    const gone = { ...small, currentQuantity: 0 };
    const later = referral({ lines: [thing, gone], refunds: [back(day(20))] });
    expect(judge(later, day(21))).toBe("rewarded");
    const unheard = referral({ lines: [thing, gone], refunds: [back(day(10))] });
    expect(judge(unheard, day(21))).toBe("cancelled");
  });

  test("cancelled within the window, or a test: cancelled", () => {
    expect(judge(referral({ cancelledAt: day(1) }), day(14))).toBe("cancelled");
    expect(judge(referral({ cancelledAt: day(20) }), day(21))).toBe("rewarded");
    expect(judge(referral({ test: true }), day(0))).toBe("cancelled");
  });

  test("settings: without a minimum anything kept is enough; nothing kept is not", () => {
    const anything = { ...referral({ refunds: [back(day(3))] }), minimumMinor: null };
    expect(judge(anything, day(14))).toBe("rewarded");
    const all = { ...refundOf([thing, 1], [small, 1]), createdAt: day(3) };
    expect(judge({ ...referral({ refunds: [all] }), minimumMinor: null }, day(14))).toBe(
      "cancelled",
    );
  });

  test("what is to be looked at waits for somebody; they decide", () => {
    const doubtful: ReferralFacts = { ...referral(), findings: ["same_ip"] };
    expect(judge(doubtful, day(20))).toBe("review");
    expect(judge({ ...doubtful, decision: "approved" }, day(1))).toBe("pending");
    expect(judge({ ...doubtful, decision: "approved" }, day(20))).toBe("rewarded");
    expect(judge({ ...doubtful, decision: "rejected" }, day(20))).toBe("blocked");
    // Nobody approves that somebody brought themselves.
    expect(judge({ ...doubtful, findings: ["same_customer"], decision: "approved" }, day(20))).toBe(
      "blocked",
    );
  });

  test("gift cards are no goods, and shipping is none", () => {
    const card = line(6000, { giftCard: true });
    expect(judge(referral({ lines: [card] }), day(14))).toBe("cancelled");
  });
});

describe("case 42: referral attribution", () => {
  const link = (advocateId: string, at: Date): Touch => ({ via: "link", advocateId, at });
  const code = (advocateId: string, at: Date): Touch => ({ via: "code", advocateId, at });
  const who = (touches: Touch[], days = 30) => attribute(touches, BOUGHT, days)?.advocateId ?? null;

  test("a link of 30 days ago counts; day 31 → none", () => {
    expect(who([link("ann", day(-30))])).toBe("ann");
    expect(who([link("ann", day(-31))])).toBeNull();
    expect(who([code("ann", day(-31))])).toBeNull();
  });

  test("the last link wins", () => {
    expect(who([link("ann", day(-2)), link("ben", day(-1)), link("cleo", day(-9))])).toBe("ben");
  });

  test("a code beats a link, also a later one", () => {
    expect(who([code("ann", day(-20)), link("ben", day(-1))])).toBe("ann");
    expect(who([code("ann", day(-20)), code("cleo", day(-3)), link("ben", day(-1))])).toBe("cleo");
  });

  test("a code that is too old does not beat a link that counts", () => {
    expect(who([code("ann", day(-40)), link("ben", day(-1))])).toBe("ben");
  });

  test("settings: another number of days", () => {
    expect(who([link("ann", day(-8))], 7)).toBeNull();
    expect(who([link("ann", day(-40))], 60)).toBe("ann");
  });

  test("what comes after the order brought nobody; the order's own second is not after it", () => {
    expect(who([link("ann", day(1))])).toBeNull();
    expect(who([link("ann", new Date(BOUGHT.getTime() + 999))])).toBe("ann");
  });
});
