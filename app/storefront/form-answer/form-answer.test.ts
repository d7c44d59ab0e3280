import { Liquid } from "liquidjs";
import { expect, test } from "vitest";

import { type FormAnswer, formAnswerLiquid } from "./form-answer.ts";

/** What a visitor of this language reads. */
function shown(answer: FormAnswer["answer"], { language = "en", ...page }: Partial<Scene> = {}) {
  const liquid = formAnswerLiquid({ answer, from: null, fields: {}, ...page });
  return new Liquid().parseAndRenderSync(liquid, {
    request: { locale: { iso_code: language } },
    routes: { root_url: "/de" },
  }) as string;
}

type Scene = Omit<FormAnswer, "answer"> & { language: string };

test("a code is shown with the way to use it, and said to be kept", () => {
  const html = shown({ state: "issued", code: "ENC-1", kind: "amount" });
  expect(html).toContain("Your code:");
  expect(html).toContain('href="/de/discount/ENC-1?redirect=/de/cart"');
  expect(html).toContain("It is kept for you");
  expect(shown({ state: "issued", code: "ENC-1", kind: "gift_card" })).not.toContain("/discount/");
});

test.each([
  [{ error: "limit_reached" }, "You have had this reward as often as it is offered."],
  [{ error: "what nobody has heard of" }, "The reward could not be made."],
  [{ state: "captured", code: null, kind: "store_credit" }, "It is in your store credit."],
  [{ state: "withdrawn" }, "Your points are on their way back."],
  [{ state: "released" }, "Your points are yours again."],
  [{}, "Saved."],
  [{ url: "https://tea.example/apps/encore/r/ABC" }, "https://tea.example/apps/encore/r/ABC"],
])("%o is said in words", (answer, words) => {
  expect(shown(answer)).toContain(words);
});

test("while a reward is being made the same wish can be sent once more", () => {
  const fields = { rewardId: "r", clientKey: "k".repeat(8) };
  const html = shown({ state: "held" }, { fields });
  expect(html).toContain('<input type="hidden" name="clientKey" value="kkkkkkkk">');
  expect(html).toContain("Look again");
});

test("it is said in the visitor's language", () => {
  const words = ["en", "de", "fr", "es", "ja", "ar"].map((language) =>
    shown({ error: "sign_in" }, { language }),
  );
  expect(new Set(words).size).toBe(6);
  expect(shown({ error: "sign_in" }, { language: "xx" })).toBe(words[0]);
});

test("what somebody sent is text, neither markup nor Liquid", () => {
  const hostile = `"><b>{{ shop.name }}{% break %}`;
  const html = shown(
    { state: "held", code: hostile },
    { from: hostile, fields: { [hostile]: hostile } },
  );
  expect(html).not.toContain("<b>");
  expect(html).not.toContain("{{ shop");
  expect(html).toContain("Look again");
});
