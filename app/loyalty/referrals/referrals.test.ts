import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { comparableEmail } from "#app/customers/identity/email.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

import { attribute, type Touch } from "./visits/attribution.ts";
import { nextBonus, placeBonuses, type Rewarded } from "./bonuses.ts";
import { changesFor, type Giving, wanted } from "./giving.ts";
import type { ReferralState } from "./judgement.ts";
import { CODE_BITS, codeOf, readCode } from "./referral-code.ts";

const RUNS = 3_000;
const AT = new Date("2026-11-20T10:00:00Z");

describe("codes", () => {
  test("cannot be guessed: more than 50 bits", () => {
    expect(CODE_BITS).toBeGreaterThan(50);
  });

  test("are read back however they are typed", () => {
    assertRandomly(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const code = codeOf(bytes);
        if (code === null) return;
        expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}$/);
        expect(readCode(` ${code.toLowerCase().replaceAll("-", "")} `)).toBe(code);
      }),
      RUNS,
    );
  });

  test("what is no code is none", () => {
    for (const typed of ["", "ABCD", "ABCD-EFGH-JKM0", "../../secret", "ABCD-EFGH-JKMN-P"])
      expect(readCode(typed)).toBeNull();
  });

  test("every character is as likely as any other", () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      const code = codeOf(new Uint8Array(32).fill(byte));
      if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    expect(counts.size).toBe(30);
    expect(new Set(counts.values()).size).toBe(1);
  });
});

test("mailboxes: plus-tags, dots, case and Google's two names make no other one", () => {
  for (const email of ["Ann.Lee+shop@gmail.com", "annlee@googlemail.com", " ANNLEE+1@GMAIL.com "])
    expect(comparableEmail(email)).toBe("annlee@gmail.com");
  expect(comparableEmail("no address")).toBeNull();
});

test("attribution does not depend on the order in which touches are told", () => {
  const touch = fc.record({
    via: fc.constantFrom<Touch["via"]>("code", "link"),
    advocateId: fc.constantFrom("ann", "ben", "cleo"),
    at: fc.integer({ min: -40, max: 2 }).map((days) => new Date(AT.getTime() + days * 86_400_000)),
  });
  assertRandomly(
    fc.property(fc.array(touch), fc.integer({ min: 1, max: 60 }), (touches, days) => {
      expect(attribute(touches.toReversed(), AT, days)).toEqual(attribute(touches, AT, days));
    }),
    RUNS,
  );
});

describe("bonuses", () => {
  const offered = [
    { referrals: 3, points: 500n },
    { referrals: 5, points: 1000n },
  ];
  const none = (count: number): Rewarded => ({ count, carriers: [], newestId: `r${count}` });
  const placed = (rewarded: Rewarded) => Object.fromEntries(placeBonuses(rewarded, offered));

  test("three friends bring 500 more, with the third of them", () => {
    expect(placed(none(2))).toEqual({ r2: {} });
    expect(placed(none(3))).toEqual({ r3: { 3: 500n } });
  });

  test("a bonus stays where it is while others come and go, and goes when the number is not reached any more", () => {
    const carriers = [{ id: "r2", bonuses: { 3: 500n } }];
    expect(placed({ ...none(3), carriers })).toEqual({ r2: { 3: 500n }, r3: {} });
    expect(placed({ ...none(2), carriers })).toEqual({ r2: {} });
  });

  test("each number is paid for once, also when two advocates turn out to be one", () => {
    const carriers = ["r2", "r5"].map((id) => ({ id, bonuses: { 3: 500n } }));
    const paid = { r2: { 3: 500n }, r5: {}, r6: { 5: 1000n } };
    expect(placed({ ...none(6), carriers })).toEqual(paid);
  });

  test("the next one is told", () => {
    expect(nextBonus(3, offered)).toEqual({ referrals: 5, done: 3, points: 1000n });
    expect(nextBonus(5, offered)).toBeNull();
  });
});

describe("what is given", () => {
  const start: Giving = {
    id: "r1",
    advocateId: "ann",
    friendId: "bob",
    friendIsGuest: false,
    snapshot: { advocateReward: { points: "200" }, friendReward: { points: "50" } },
    placedAt: new Date("2026-11-01T10:00:00Z"),
    dueAt: new Date("2026-11-15T10:00:00Z"),
    given: {},
    revision: 0,
  };
  const step = (referral: Giving, state: ReferralState, bonuses = {}) =>
    changesFor(referral, wanted(referral, state, bonuses), AT);

  test("points of both wait for the end of the return window as soon as the friend has bought", () => {
    const { drafts } = step(start, "pending");
    expect(drafts).toMatchObject([
      { kind: "earn", customerId: "ann", points: 200n, wait: { until: start.dueAt } },
      { kind: "earn", customerId: "bob", points: 50n, wait: { until: start.dueAt } },
    ]);
  });

  test("a guest's points wait for their first sign-in", () => {
    const { drafts } = step({ ...start, friendIsGuest: true }, "pending");
    expect(drafts[1]).toMatchObject({ wait: "until_verified" });
  });

  test("a reward comes at the end, and is withdrawn by its redemption", () => {
    const reward = { ...start, snapshot: { ...start.snapshot, advocateReward: { rewardId: "w" } } };
    expect(step(reward, "pending").rewards).toEqual([]);
    expect(step(reward, "rewarded").rewards).toMatchObject([{ customerId: "ann", rewardId: "w" }]);
    const had = { ...reward, given: { advocate: { redemptionId: "x" } }, revision: 1 };
    expect(step(had, "rewarded").rewards).toEqual([]);
    expect(step(had, "blocked").withdrawals).toEqual([{ what: "advocate", redemptionId: "x" }]);
  });

  test("points that came to somebody else are taken from them, and given to whose they are", () => {
    const first = step(start, "pending");
    const had = { ...start, given: first.given, revision: first.revision };
    const misplaced = new Map([["advocate", "kim"]]);
    const { drafts, given } = changesFor(had, wanted(had, "pending", {}), AT, misplaced);
    expect(drafts).toMatchObject([
      { kind: "reverse", customerId: "kim", undoes: "referral.r1.advocate.1" },
      { kind: "earn", customerId: "ann", idempotencyKey: "referral.r1.advocate.2" },
    ]);
    expect(given).toMatchObject({
      advocate: { key: "referral.r1.advocate.2" },
      friend: { key: "referral.r1.friend.1" },
    });
  });

  test("after any story each has what the last state calls for; keys are never used twice, and all that is undone was given", () => {
    const states = ["pending", "review", "rewarded", "cancelled", "blocked"] as const;
    const moment = fc.record({
      state: fc.constantFrom(...states),
      bonuses: fc.constantFrom<Record<string, bigint>>({}, { 3: 500n }),
    });
    assertRandomly(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 12 }), (story) => {
        let referral = start;
        const given = new Map<string, bigint>();
        const keys = new Set<string>();
        for (const { state, bonuses } of story) {
          const changes = step(referral, state, bonuses);
          for (const draft of changes.drafts) {
            expect(keys).not.toContain(draft.idempotencyKey);
            keys.add(draft.idempotencyKey);
            if (draft.kind === "earn") given.set(draft.idempotencyKey, draft.points);
            else if (draft.kind === "reverse") {
              expect(given.get(draft.undoes ?? "")).toBe(draft.points);
              given.delete(draft.undoes ?? "");
            }
          }
          referral = { ...referral, given: changes.given, revision: changes.revision };
        }
        const last = story.at(-1) as (typeof story)[number];
        const calledFor = [...wanted(start, last.state, last.bonuses).values()];
        const sum = (points: Iterable<bigint>) => [...points].reduce((a, b) => a + b, 0n);
        expect(sum(given.values())).toBe(
          sum(calledFor.map((gift) => ("points" in gift ? gift.points : 0n))),
        );
      }),
      RUNS,
    );
  });
});
