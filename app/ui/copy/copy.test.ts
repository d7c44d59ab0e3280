import { describe, expect, test } from "vitest";

import { redemptionInWords } from "#app/routes/admin/customers/detail/redemptions-copy.ts";
import { scoresInWords } from "#app/routes/admin/customers/detail/scores-copy.ts";
import { goalInWords, reachedInWords } from "#app/routes/admin/loyalty/achievements/copy.ts";
import { deliveryStateWords } from "#app/routes/admin/settings/deliveries/deliveries-copy.ts";
import { topicInWords } from "#app/routes/admin/settings/deliveries/topics-copy.ts";
import { segmentKeys } from "#app/segments/named-segments.ts";

import { formatsFor } from "../format/formats.ts";
import { sentencePieces } from "../layout/sentence.tsx";
import { shopActivity, customerActivity } from "./activity.ts";
import { entryKindInWords, reasonInWords } from "./ledger.ts";
import { readable, segmentChoices, segmentWords } from "./segments.ts";
import { stageWords } from "./stages.ts";

const formats = formatsFor({ currency: "EUR", timezone: "UTC", now: "2026-11-23T12:00:00Z" });

describe("activities", () => {
  test("name the person in the shop's story and leave them out of their own", () => {
    expect(shopActivity("order.paid", { orderId: "1" }, formats)).toBe("{who} paid for {order}");
    expect(customerActivity("order.paid", { orderId: "1" }, formats)).toBe("Paid for {order}");
  });

  test("say how much and how many", () => {
    const refund = { orderId: "1", refundId: "2", amountMinor: "1250" };
    expect(shopActivity("order.refunded", refund, formats)).toBe(
      "{who} got €12.50 back on {order}",
    );
    expect(customerActivity("points.changed", { available: "1" }, formats)).toBe("Now has 1 point");
    expect(customerActivity("points.changed", { available: "1200" }, formats)).toBe(
      "Now has 1,200 points",
    );
  });

  test("use the words of segments, stages and consent", () => {
    expect(customerActivity("segment.entered", { segment: "at_risk" }, formats)).toBe(
      "Joined At risk",
    );
    expect(shopActivity("stage.changed", { to: "at_risk" }, formats)).toBe("{who} is now at risk");
    expect(
      customerActivity("consent.changed", { channel: "email", state: "unsubscribed" }, formats),
    ).toBe("No longer wants marketing emails");
  });

  test("tell of tiers, expiry and what else earns points", () => {
    const toGold = { fromTierId: null, toTierId: "gold", reason: "earned" };
    expect(shopActivity("tier.changed", toGold, formats)).toBe("{who} came into a tier");
    const names = { fromTier: "Silver", tier: "Gold {who}" };
    const byHand = { fromTierId: "silver", toTierId: "gold", reason: "manual", names };
    expect(customerActivity("tier.changed", byHand, formats)).toBe(
      "Moved from “Silver” to “Gold who”, which your shop gave them",
    );
    const left = { fromTierId: "gold", toTierId: null, reason: "excluded", names: {} };
    expect(customerActivity("tier.changed", left, formats)).toBe(
      "Left their tier, as they were excluded",
    );
    const reward = { redemptionId: "1", names: { reward: "€5 off" } };
    expect(customerActivity("reward.used", reward, formats)).toBe("Used “€5 off” on {order}");
    expect(customerActivity("reward.used", { redemptionId: "1" }, formats)).toBe(
      "Used a reward on {order}",
    );
    const gift = { redemptionId: "1", names: { reward: "€5 off", isGift: true } };
    expect(customerActivity("reward.redeemed", gift, formats)).toBe("Was given “€5 off”");
    expect(customerActivity("action.done", { kind: "review" }, formats)).toBe("Wrote a review");
    expect(
      customerActivity("points.expiring", { points: "460", extendedTo: "2027-01-15" }, formats),
    ).toBe(
      "Was told that 460 points will expire soon, and got more time for being close to a reward",
    );
  });

  test("are readable even without words of their own", () => {
    expect(shopActivity("order.teleported", {}, formats)).toBe("Order teleported");
  });
});

test("a sentence is cut at its places", () => {
  expect(sentencePieces("{who} paid for {order}")).toEqual([
    { place: "who" },
    { text: " paid for " },
    { place: "order" },
  ]);
  expect(sentencePieces("Became a customer")).toEqual([{ text: "Became a customer" }]);
});

test("scores answer three questions", () => {
  expect(scoresInWords({ r: 5, f: 1, m: 3 }).map(({ meaning }) => meaning)).toEqual([
    "Ordered more recently than almost anyone else.",
    "Has ordered as rarely as anyone.",
    "Has spent about as much as most.",
  ]);
});

test("keys without words of their own stay readable", () => {
  expect(readable("won_back.again")).toBe("Won back again");
  expect(segmentWords("night_owls").name).toBe("Night owls");
  expect(stageWords("dormant").name).toBe("Dormant");
  expect(topicInWords("carts/create")).toBe("Carts create");
  expect(deliveryStateWords("odd").name).toBe("odd");
});

test("every segment has a name, says who is in it, and is a choice in the filter", () => {
  expect(segmentChoices.map(({ value }) => value)).toEqual(segmentKeys);
  for (const { value } of segmentChoices)
    expect(segmentWords(value)).toMatchObject({ who: expect.stringMatching(/\.$/) });
});

test("the ledger says why points moved", () => {
  const refund = { code: "order_refunded", orderName: "#1001", points: "40", target: "60" };
  expect(reasonInWords(refund, formats)).toBe(
    "Part of {order} was given back; it now earns 60 points in all.",
  );
  expect(reasonInWords({ ...refund, code: "order_cancelled", forgiven: "5" }, formats)).toBe(
    "{order} was cancelled. 5 points that had been spent already were not asked back.",
  );
  expect(reasonInWords({ code: "birthday" }, formats)).toBe("Birthday.");
  expect(entryKindInWords("reverse")).toBe("Taken back");
});

describe("rewards of a person", () => {
  const standing = { state: "released", points: 500, expiresAt: null, failure: null } as const;
  const say = (changes: object) => redemptionInWords({ ...standing, ...changes }, formats);

  test("say whether they can be used, and until when", () => {
    expect(say({ state: "issued" })).toBe("Ready to use");
    expect(say({ state: "issued", expiresAt: "2027-02-26T23:59:59Z" })).toBe(
      "Ready to use until 26 Feb 2027",
    );
  });

  test("tell what was given back from what never came to be, and from what cost nothing", () => {
    expect(say({})).toBe("Not used, points given back");
    expect(say({ failure: "product_gone" })).toBe("Could not be made");
    expect(say({ points: 0 })).toBe("Withdrawn");
    expect(say({ state: "withdrawn" })).toBe("The points are on their way back");
    expect(say({ state: "withdrawn", points: 0 })).toBe("Being withdrawn");
  });
});

test("a goal says what has to be done, and how many have done it", () => {
  expect(goalInWords("orders", 1, formats)).toBe("1 order");
  expect(goalInWords("spend", 50_000, formats)).toBe("€500.00 spent");
  expect(goalInWords("years", 2, formats)).toBe("2 years as a customer");
  expect(reachedInWords(0, formats)).toBe("Nobody has reached it yet");
  expect(reachedInWords(1, formats)).toBe("Reached by 1 customer");
  expect(reachedInWords(1_200, formats)).toBe("Reached by 1,200 customers");
});
