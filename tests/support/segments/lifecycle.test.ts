import { expect, test } from "vitest";

import { stageOf } from "./lifecycle.ts";

const WAIT = 60;
const regular = { daysSinceLastOrder: 10, orders: 4, previous: null };

test("a first order makes someone new, a second one active", () => {
  expect(stageOf({ daysSinceLastOrder: 60, orders: 1, previous: null }, WAIT)).toBe("new");
  expect(
    stageOf(
      {
        daysSinceLastOrder: 0,
        orders: 2,
        previous: { stage: "new", days: 30, orderedSince: true },
      },
      WAIT,
    ),
  ).toBe("active");
});

test("away for longer than the wait is at risk, for longer than two is lapsed", () => {
  expect(stageOf({ ...regular, daysSinceLastOrder: 60 }, WAIT)).toBe("active");
  expect(stageOf({ ...regular, daysSinceLastOrder: 61 }, WAIT)).toBe("at_risk");
  expect(stageOf({ ...regular, daysSinceLastOrder: 120 }, WAIT)).toBe("at_risk");
  expect(stageOf({ ...regular, daysSinceLastOrder: 121 }, WAIT)).toBe("lapsed");
  expect(stageOf({ daysSinceLastOrder: 61, orders: 1, previous: null }, WAIT)).toBe("at_risk");
});

test.each(["at_risk", "lapsed"] as const)(
  "an order after having been %s wins back, for one wait",
  (stage) => {
    expect(stageOf({ ...regular, previous: { stage, days: 20, orderedSince: true } }, WAIT)).toBe(
      "won_back",
    );
    expect(
      stageOf({ ...regular, previous: { stage: "won_back", days: 60, orderedSince: true } }, WAIT),
    ).toBe("won_back");
    expect(
      stageOf({ ...regular, previous: { stage: "won_back", days: 61, orderedSince: true } }, WAIT),
    ).toBe("active");
  },
);

test("a longer wait after a new calibration wins nobody back", () => {
  expect(
    stageOf({ ...regular, previous: { stage: "at_risk", days: 20, orderedSince: false } }, WAIT),
  ).toBe("active");
});

test("someone won back can be lost again", () => {
  expect(
    stageOf(
      {
        ...regular,
        daysSinceLastOrder: 70,
        previous: { stage: "won_back", days: 70, orderedSince: false },
      },
      WAIT,
    ),
  ).toBe("at_risk");
});
