import { describe, expect, test } from "vitest";

import { formatsFor } from "./formats.ts";

const berlin = { currency: "EUR", timezone: "Europe/Berlin", now: "2026-11-23T12:00:00Z" };

describe("money", () => {
  test("has as many decimals as its currency", () => {
    const { money } = formatsFor(berlin);
    expect(money(123456)).toBe("€1,234.56");
    expect(money(150, "JPY")).toBe("¥150");
    expect(money(1500, "KWD")).toBe("KWD\u00a01.500");
    expect(money(-999)).toBe("-€9.99");
  });

  test("is short where there is little room", () => {
    const { shortMoney } = formatsFor(berlin);
    expect(shortMoney(1_240_000)).toBe("€12.4K");
    expect(shortMoney(83_780)).toBe("€838");
    expect(shortMoney(900)).toBe("€9");
  });
});

describe("moments", () => {
  const { date, dateTime, ago } = formatsFor(berlin);

  test("are told in the shop's time zone", () => {
    expect(dateTime("2026-06-30T22:30:00Z")).toBe("1 Jul 2026, 00:30");
    expect(date("2026-06-30T22:30:00Z")).toBe("1 Jul 2026");
  });

  test("are told as time passed while they are recent", () => {
    expect(ago("2026-11-23T11:59:30Z")).toBe("just now");
    expect(ago("2026-11-23T12:00:20Z")).toBe("just now");
    expect(ago("2026-11-23T11:58:30Z")).toBe("1 minute ago");
    expect(ago("2026-11-23T06:00:00Z")).toBe("6 hours ago");
    expect(ago("2026-11-21T06:00:00Z")).toBe("2 days ago");
    expect(ago("2026-10-21T06:00:00Z")).toBe("21 Oct 2026");
    expect(ago("2026-11-24T06:00:00Z")).toBe("24 Nov 2026");
  });
});

test("numbers carry their sign where it matters", () => {
  const { number, signed, percent } = formatsFor(berlin);
  expect(number(12345)).toBe("12,345");
  expect([signed(40), signed(-1200), signed(0)]).toEqual(["+40", "−1,200", "0"]);
  expect(percent(0.347)).toBe("35%");
});
