import { expect, test } from "vitest";

import { defaultActions } from "#app/loyalty/earning/actions/default-actions.ts";
import {
  isOnceOnly,
  type EarningAction,
  type EarningActionKind,
} from "#app/loyalty/earning/actions/earning-action.ts";

import {
  newEarningAction,
  onceKinds,
  parseAction,
  actionFormValues,
  type ActionValues,
} from "./action-form.schema.ts";

const ID = "0190d6c0-0000-7000-8000-000000000001";
const ready = defaultActions("EUR").map(
  (earningAction) => ({ ...earningAction, id: ID }) as EarningAction,
);
const parse = (kind: EarningActionKind, changes: Partial<ActionValues>) =>
  parseAction({ ...newEarningAction(kind), name: "A way", ...changes }, null, "EUR");

test("the earning actions that a shop finds ready are what their form would save", () => {
  for (const earningAction of ready.filter(({ kind }) => kind !== "social_share"))
    expect(parseAction(actionFormValues(earningAction, "EUR"), ID, "EUR").earningAction).toEqual(
      earningAction,
    );
});

test("what is paid once has no other limit", () => {
  expect(ready.filter(isOnceOnly).every(({ kind }) => onceKinds.includes(kind))).toBe(true);
  expect(parse("orders_milestone", { limitCount: "3" }).earningAction?.limit).toBeNull();
  expect(parse("custom", { eventName: "visit", limitCount: "3" }).earningAction?.limit).toEqual({
    count: 3,
    period: "month",
  });
});

test.each([
  ["custom", { eventName: "Own Cup!" }, "eventName"],
  ["custom", { eventName: "own-cup", points: "0" }, "points"],
  ["social_share", { url: "http://example.com" }, "url"],
  ["social_share", { url: "javascript:alert(1)" }, "url"],
  ["orders_milestone", { orders: "0" }, "orders"],
  ["spend_milestone", { spend: "much" }, "spend"],
  ["birthday", { toldDaysBefore: "soon" }, "toldDaysBefore"],
  ["review", { photoPoints: "" }, "photoPoints"],
  ["survey", { limitCount: "often" }, "limitCount"],
] satisfies [EarningActionKind, Partial<ActionValues>, string][])(
  "%s with %j is an error at its field",
  (kind, changes, field) => {
    expect(Object.keys(parse(kind, changes).errors ?? {})).toEqual([field]);
  },
);
