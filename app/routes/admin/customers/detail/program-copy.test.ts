import { expect, test } from "vitest";

import { formatsFor } from "#app/ui/format/formats.ts";

import {
  badgeInWords,
  birthdayInWords,
  consentInWords,
  stepInWords,
  tierInWords,
} from "./program-copy.ts";

const formats = formatsFor({ currency: "EUR", timezone: "UTC", now: "2026-11-23T12:00:00Z" });

test("how far it is to a tier or a badge", () => {
  expect(stepInWords("orders", 2, 5, formats)).toBe("2 of 5 orders");
  expect(stepInWords("orders", 0, 1, formats)).toBe("0 of 1 order");
  expect(stepInWords("spend", 94_181, 100_000, formats)).toBe("€941.81 of €1,000.00 spent");
  expect(badgeInWords("orders", 2, 5, formats)).toBe("2 of 5 orders");
  expect(badgeInWords("referrals", 0, 1, formats)).toBe("0 of 1 friend");
});

test("why somebody is in a tier, and how long", () => {
  const tier = { since: "2026-03-01T10:00:00Z", until: null, graceEndsAt: null };
  expect(tierInWords(tier, null, formats)).toBe("Since 1 Mar 2026.");
  expect(tierInWords(tier, { until: null }, formats)).toBe(
    "Set by your shop, until you change it.",
  );
  expect(tierInWords(tier, { until: "2027-06-01T00:00:00Z" }, formats)).toBe(
    "Set by your shop, up to 1 Jun 2027. Then what they have earned by then.",
  );
  const leaving = { ...tier, graceEndsAt: "2026-12-24T00:00:00Z" };
  expect(tierInWords(leaving, null, formats)).toContain("they leave it on 24 Dec 2026");
});

test("a birthday has no year, and what nobody knows is said to be unknown", () => {
  expect(birthdayInWords({ month: 2, day: 29 })).toBe("29 February");
  expect(consentInWords(undefined)).toBe("Not known");
  expect(consentInWords("subscribed")).toBe("Subscribed");
});
