import { describe, expect, test } from "vitest";

import { balanceBlock } from "#tests/support/storefront/render-block.ts";

const points = (html: string) => /encore__points"[^>]*>([^<]*)</.exec(html)?.[1];

describe("the points balance block", () => {
  test("invites those who are signed out, and shows no number", () => {
    const html = balanceBlock({});
    expect(html).toContain("Sign in to see your points");
    expect(html).toContain('href="/account/login"');
    expect(html).toContain('href="/account/register"');
    expect(points(html)).toBeUndefined();
  });

  test.each([null, 0])("says what to do when there are none (metafield %s)", (balance) => {
    const html = balanceBlock({ customer: { balance } });
    expect(points(html)).toBe("0 points");
    expect(html).toContain("You have no points yet");
  });

  test.each([
    ["en", 1, "1 point"],
    ["en", 2, "2 points"],
    ["en", 1234, "1,234 points"],
    ["en", 1000, "1,000 points"],
    ["en", 1_002_003, "1,002,003 points"],
    ["de", 1, "1 Punkt"],
    ["de", 1234, "1.234 Punkte"],
    ["fr", 0, "0 point"],
    ["fr", 12345, "12\u202f345 points"],
    ["fr", 1_000_000, "1\u202f000\u202f000 points"],
    ["es", 1234, "1234 puntos"],
    ["es", 12345, "12.345 puntos"],
    ["ja", 1234, "1,234ポイント"],
    ["ar", 0, "0 نقطة"],
    ["ar", 1, "نقطة واحدة"],
    ["ar", 2, "نقطتان"],
    ["ar", 3, "3 نقاط"],
    ["ar", 11, "11 نقطة"],
    ["ar", 1100, "1,100 نقطة"],
    ["it", 1234, "1,234 points"],
  ])("in %s %i is “%s”", (language, balance, text) => {
    expect(points(balanceBlock({ language, customer: { balance } }))).toBe(text);
  });

  test("a balance below zero is never shown", () => {
    expect(points(balanceBlock({ customer: { balance: -5 } }))).toBe("0 points");
  });

  test("says everything in the visitor's language", () => {
    const html = balanceBlock({ language: "de" });
    expect(html).toContain("Ihre Punkte");
    expect(html).toContain("Anmelden");
    expect(html).not.toContain("Translation missing");
  });

  test("what a merchant types is text, never markup", () => {
    const hostile = `"><script>alert(1)</script>`;
    const settings = {
      heading: hostile,
      signed_out_text: hostile,
      alignment: hostile,
      background_color: hostile,
    };
    const html = balanceBlock({ settings });
    expect(html).not.toContain("<script>");
    expect(html).not.toContain(`""`);
    expect(html).toContain("&lt;script&gt;");
  });

  test("uses the merchant's words and colours", () => {
    const html = balanceBlock({ settings: { heading: "Beans", text_color: "#112233" } });
    expect(html).toContain(">Beans</h2>");
    expect(html).toContain("--encore-text: #112233;");
    expect(html).toContain("--encore-padding: 24px;");
  });
});
