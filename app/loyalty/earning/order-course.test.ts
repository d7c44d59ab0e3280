import { expect, test } from "vitest";

import { line, NOV_1, order, refundOf, usd } from "#tests/support/loyalty/an-order.ts";

import { targetPoints } from "../order-points/points.ts";
import { ratesOf } from "../order-points/rates.ts";
import { changesBetween, courseAsJson, courseFromJson, courseOf } from "./order-course.ts";

const things = line(1_000, { quantity: 10 });
const day = (date: number) => new Date(Date.UTC(2026, 10, date, 12));
const back = (units: number, date: number) => ({
  ...refundOf([things, units]),
  createdAt: day(date),
});

function course(refunds: ReturnType<typeof back>[], since = NOV_1) {
  const bought = { ...order([things]), refunds };
  const rates = ratesOf(bought.lines, usd);
  const target = targetPoints(bought, usd, rates);
  const turns = courseOf(bought, { rule: usd, rates, target }, since);
  return turns?.map(({ at, points }) => [at.getUTCDate(), Number(points)]) ?? null;
}

test("an order loses its points when its goods went back, whichever refund is heard of first", () => {
  const whole = [
    [1, 100],
    [3, -40],
    [5, -60],
  ];
  expect(course([back(4, 3), back(6, 5)])).toEqual(whole);
  expect(course([back(6, 5), back(4, 3)])).toEqual(whole);
  expect(course([])).toBeNull();
});

test("what went back before its points could be spent was never given", () => {
  expect(course([back(4, 3), back(1, 9)], day(7))).toEqual([
    [7, 60],
    [9, -10],
  ]);
});

test("what turns one course into another begins with what is given", () => {
  const turn = (date: number, points: bigint) => ({ at: day(date), points });
  const before = [turn(1, 100n), turn(5, -100n)];
  const after = [turn(1, 100n), turn(3, -40n), turn(5, -60n)];
  expect(changesBetween(before, after)).toEqual([turn(5, 40n), turn(3, -40n)]);
  expect(changesBetween(after, after)).toEqual([]);
  expect(courseFromJson(courseAsJson(after) ?? [])).toEqual(after);
});
