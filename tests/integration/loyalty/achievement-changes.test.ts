import { beforeEach, describe, expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { type Achievement, type Challenge } from "#app/loyalty/achievements/achievement.ts";
import {
  type AchievementSettings,
  deleteAchievement,
  listAchievements,
  saveAchievement,
  switchAchievement,
} from "#app/loyalty/achievements/achievements.server.ts";
import { advanceDaily } from "#app/loyalty/achievements/advance-daily.server.ts";
import {
  type ChallengeSettings,
  endChallenge,
  listChallenges,
  saveChallenge,
  switchChallenge,
} from "#app/loyalty/achievements/challenges.server.ts";
import { countProgress, countReached } from "#app/loyalty/achievements/count-progress.server.ts";
import {
  leaderboardOf,
  showLeaderboard,
  showsLeaderboard,
} from "#app/loyalty/achievements/leaderboard.server.ts";
import { activityLog } from "#app/loyalty/activity-log.server.ts";
import { startingAchievements } from "#app/loyalty/program/starting/starting-achievements.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import { updateTiersAndAchievements } from "#app/loyalty/update-tiers-and-achievements.server.ts";
import { updateProgress } from "#app/loyalty/achievements/update-progress.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import { programFacts } from "#app/routes/shopper/answers.server.ts";
import {
  haveCustomer,
  createOrder,
  appendOrderEvent,
  balanceOf,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const day = (text: string) => new Date(`${text}T10:00:00Z`);
const on = (text: string) => ({ actor: "staff.7", at: day(text) });
const THREE: AchievementSettings = {
  id: null,
  name: "Three orders",
  kind: "orders",
  threshold: 3n,
  badge: "3",
  points: 0n,
  active: true,
};
const NOVEMBER: ChallengeSettings = {
  id: null,
  name: "Two in November",
  goal: { kind: "orders", target: 2n },
  points: 100n,
  startsAt: day("2026-11-01"),
  endsAt: day("2026-12-01"),
  active: true,
};

let shop: string;
let ann: string;
let lastOrder = 0n;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD" })).id;
  ann = await haveCustomer(shop, { shopifyId: 1n, createdAt: day("2026-01-01") });
});

/** Orders of 50 that were heard of on their days. Each earns 50 points. */
async function bought(customerId: string, ...days: string[]): Promise<void> {
  for (const text of days) {
    const id = ++lastOrder;
    await createOrder(shop, {
      id,
      customerId,
      createdAt: day(text),
      lines: [{ id, priceMinor: 5_000 }],
    });
    await awardPoints(shop, await appendOrderEvent(shop, "order.changed", id));
    await updateProgress(shop, [customerId], day(text));
  }
}

async function achievement(name: string): Promise<Achievement> {
  const found = (await listAchievements(shop)).find((one) => one.name === name);
  if (!found) throw new Error(`No achievement is called ${name}`);
  return found;
}

async function challenge(): Promise<Challenge> {
  const [found] = await listChallenges(shop);
  if (!found) throw new Error("There is no challenge");
  return found;
}

async function reached(name: string): Promise<number> {
  const { id } = await achievement(name);
  return (await countProgress(shop, day("2026-11-20"))).reached.get(id) ?? 0;
}

async function audited(): Promise<string[]> {
  const rows = await inShop(shop, (tx) => tx.auditEntry.findMany({ orderBy: { id: "asc" } }));
  return rows.map(({ action, actor }) => `${actor} ${action}`);
}

describe("an achievement", () => {
  test("that is new finds those who had reached it in the night, and pays none of them", async () => {
    await bought(ann, "2026-10-01", "2026-10-02", "2026-10-03");
    await saveAchievement(shop, { ...THREE, points: 25n }, on("2026-11-02"));
    expect(await reached("Three orders")).toBe(0);
    await advanceDaily(shop, day("2026-11-03"));
    await advanceDaily(shop, day("2026-11-04"));
    expect(await reached("Three orders")).toBe(1);
    expect((await balanceOf(shop, ann)).available).toBe(150);
    expect(await inShop(shop, (tx) => tx.achievement.count({ where: { toReview: true } }))).toBe(0);

    const bob = await haveCustomer(shop, { createdAt: day("2026-01-01") });
    await bought(bob, "2026-11-05", "2026-11-06", "2026-11-07");
    expect((await balanceOf(shop, bob)).available).toBe(175);
  });

  test("that asks for less pays nobody who had done as much before", async () => {
    await saveAchievement(shop, { ...THREE, threshold: 5n, points: 25n }, on("2026-01-02"));
    await bought(ann, "2026-10-01", "2026-10-02", "2026-10-03");
    const five = await achievement("Three orders");
    await saveAchievement(shop, { ...five, threshold: 3n }, on("2026-11-02"));
    await advanceDaily(shop, day("2026-11-03"));
    expect(await reached("Three orders")).toBe(1);
    expect((await balanceOf(shop, ann)).available).toBe(150);
  });

  test("that is called something else, or gives more, goes on paying from the day on that it was promised", async () => {
    await saveAchievement(shop, { ...THREE, points: 25n }, on("2026-01-02"));
    const before = await achievement("Three orders");
    await saveAchievement(shop, { ...before, name: "Thrice", points: 40n }, on("2026-11-02"));
    expect((await achievement("Thrice")).pointsFrom).toEqual(day("2026-01-02"));
  });

  test("that was off for a while pays for nothing of that time", async () => {
    await saveAchievement(shop, { ...THREE, points: 25n }, on("2026-01-02"));
    const { id } = await achievement("Three orders");
    await switchAchievement(shop, id, false, on("2026-02-01"));
    await bought(ann, "2026-10-01", "2026-10-02", "2026-10-03");
    expect(await reached("Three orders")).toBe(0);
    await switchAchievement(shop, id, true, on("2026-11-02"));
    await switchAchievement(shop, id, true, on("2026-11-02"));
    await advanceDaily(shop, day("2026-11-03"));
    expect([await reached("Three orders"), (await balanceOf(shop, ann)).available]).toEqual([
      1, 150,
    ]);
    expect(await audited()).toEqual(Array(3).fill("staff.7 achievement.saved"));
  });

  test("stays about what it is about, and as it is where nothing is different", async () => {
    const saved = await achievement("First order");
    await saveAchievement(shop, saved, on("2026-11-02"));
    expect(await audited()).toEqual([]);
    await saveAchievement(shop, { ...saved, kind: "years", name: "First" }, on("2026-11-02"));
    expect((await achievement("First")).kind).toBe("orders");
  });

  test("is saved by one of two who saw the same: the other is told", async () => {
    const saw = await achievement("First order");
    const asSeen = (stored: Achievement) => isSame(stored, saw);
    const outcomes = await Promise.all(
      ["One", "Two"].map((name) =>
        saveAchievement(shop, { ...saw, name }, on("2026-11-02"), asSeen),
      ),
    );
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(["changed", "saved"]);
    expect(await audited()).toEqual(["staff.7 achievement.saved"]);
  });

  test("is deleted only where nobody has it, and never the last one", async () => {
    await bought(ann, "2026-10-01");
    const [first, ...others] = await listAchievements(shop);
    const outcomes = [];
    for (const { id } of [first!, ...others])
      outcomes.push((await deleteAchievement(shop, id, on("2026-11-02"))).outcome);
    expect(outcomes).toEqual(["reached", ...others.map(() => "deleted")]);
    expect((await deleteAchievement(shop, first!.id, on("2026-11-02"))).outcome).toBe("last");
    expect((await deleteAchievement(shop, others[0]!.id, on("2026-11-02"))).outcome).toBe(
      "missing",
    );
    expect(await listAchievements(shop)).toEqual([first]);
    expect(await audited()).toEqual(others.map(() => "staff.7 achievement.deleted"));
  });

  test("is reached or deleted when both happen at once, and never both", async () => {
    const people = [];
    for (let round = 0; round < 8; round++) {
      people.push(await haveCustomer(shop, { createdAt: day("2026-01-01") }));
      await bought(people.at(-1)!, "2026-11-03");
    }
    for (const person of people) {
      await saveAchievement(shop, { ...THREE, threshold: 1n }, on("2026-11-02"));
      const { id } = await achievement("Three orders");
      const [{ outcome }] = await Promise.all([
        deleteAchievement(shop, id, on("2026-11-04")),
        updateProgress(shop, [person], day("2026-11-04")),
      ]);
      const unlocks = await inShop(shop, (tx) =>
        tx.achievementUnlock.count({ where: { achievementId: id } }),
      );
      expect([outcome, unlocks]).toEqual(unlocks === 0 ? ["deleted", 0] : ["reached", 1]);
      await saveAchievement(shop, { ...THREE, id, name: "Before" }, on("2026-11-05"));
    }
  });

  test("that is the first of a shop's own comes beside the ready ones", async () => {
    await saveAchievement(shop, THREE, on("2026-11-02"));
    const ready = startingAchievements("USD", () => "").length;
    expect(await listAchievements(shop)).toHaveLength(ready + 1);
  });
});

describe("a challenge", () => {
  test("shows who joined and who completed it, also of what was done before it was made", async () => {
    const bob = await haveCustomer(shop, { createdAt: day("2026-01-01") });
    await bought(ann, "2026-11-02", "2026-11-03");
    await bought(bob, "2026-11-04");
    await saveChallenge(shop, NOVEMBER, on("2026-11-05"));
    const { id } = await challenge();
    const counted = async () =>
      (await countProgress(shop, day("2026-11-20"))).challenges.get(id) ?? null;
    expect(await counted()).toBe(null);
    await advanceDaily(shop, day("2026-11-06"));
    expect(await counted()).toEqual({ joined: 2, completed: 1 });
    expect((await balanceOf(shop, ann)).available).toBe(200);
  });

  test("that has begun stays about what it is about, and keeps its first day", async () => {
    await saveChallenge(shop, NOVEMBER, on("2026-10-01"));
    const { id } = await challenge();
    const changed: ChallengeSettings = {
      ...NOVEMBER,
      id,
      name: "Three in autumn",
      goal: { kind: "spend", target: 3n },
      startsAt: day("2026-10-05"),
      endsAt: day("2026-12-21"),
    };
    await saveChallenge(shop, changed, on("2026-11-02"));
    expect(await challenge()).toEqual({
      ...changed,
      goal: { kind: "orders", target: 3n },
      startsAt: NOVEMBER.startsAt,
    });
  });

  test("that is ended counts nothing from then on, keeps what it gave, and cannot be changed", async () => {
    await saveChallenge(shop, NOVEMBER, on("2026-10-01"));
    const { id } = await challenge();
    await bought(ann, "2026-11-02", "2026-11-03");
    const bob = await haveCustomer(shop, { createdAt: day("2026-01-01") });
    await bought(bob, "2026-11-04");
    await endChallenge(shop, id, on("2026-11-10"));
    expect((await endChallenge(shop, id, on("2026-11-11"))).outcome).toBe("over");
    await bought(bob, "2026-11-12");
    expect((await countProgress(shop, day("2026-11-20"))).challenges.get(id)).toEqual({
      joined: 2,
      completed: 1,
    });
    expect((await balanceOf(shop, ann)).available).toBe(200);
    expect((await balanceOf(shop, bob)).available).toBe(100);

    const again = { ...NOVEMBER, id };
    expect((await saveChallenge(shop, again, on("2026-11-12"))).outcome).toBe("over");
    expect((await switchChallenge(shop, id, false, on("2026-11-12"))).outcome).toBe("over");
    expect(await audited()).toEqual(["staff.7 challenge.saved", "staff.7 challenge.ended"]);
    const { rows } = await activityLog(shop, { limit: 10 });
    expect(rows[0]).toMatchObject({
      about: "Two in November",
      before: { endsAt: "2026-12-01T10:00:00.000Z" },
      after: { endsAt: "2026-11-10T10:00:00.000Z" },
    });
  });

  test("that is off gives nothing; on again, what was done meanwhile counts", async () => {
    await saveChallenge(shop, NOVEMBER, on("2026-10-01"));
    const { id } = await challenge();
    await switchChallenge(shop, id, false, on("2026-11-01"));
    await bought(ann, "2026-11-02", "2026-11-03");
    expect((await balanceOf(shop, ann)).available).toBe(100);
    await switchChallenge(shop, id, true, on("2026-11-05"));
    await advanceDaily(shop, day("2026-11-06"));
    await advanceDaily(shop, day("2026-11-07"));
    expect((await balanceOf(shop, ann)).available).toBe(200);
  });

  test("is saved by one of two who saw the same: the other is told", async () => {
    await saveChallenge(shop, NOVEMBER, on("2026-10-01"));
    const saw = await challenge();
    const asSeen = (stored: Challenge) => isSame(stored, saw);
    const outcomes = await Promise.all(
      [50n, 70n].map((points) => saveChallenge(shop, { ...saw, points }, on("2026-10-02"), asSeen)),
    );
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(["changed", "saved"]);
  });
});

test("streaks are of those whose last month is this one or the one before, from two months on", async () => {
  const bob = await haveCustomer(shop, { createdAt: day("2026-01-01") });
  const eve = await haveCustomer(shop, { createdAt: day("2026-01-01") });
  await bought(ann, "2026-09-01", "2026-10-01", "2026-11-01");
  await bought(bob, "2026-11-01");
  await bought(eve, "2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01");
  const streaks = async (text: string) => (await countProgress(shop, day(text))).streaks;
  expect(await streaks("2026-11-20")).toEqual({ customers: 1, longest: 3 });
  expect(await streaks("2027-01-20")).toEqual({ customers: 0, longest: 0 });
});

test("two records that became one person are counted once", async () => {
  await saveChallenge(
    shop,
    { ...NOVEMBER, goal: { kind: "orders", target: 9n } },
    on("2026-10-01"),
  );
  const { id } = await challenge();
  const twin = await haveCustomer(shop, { createdAt: day("2026-01-01") });
  for (const record of [ann, twin]) await bought(record, "2026-10-05", "2026-11-05");
  const counted = async () => {
    const { challenges, streaks } = await countProgress(shop, day("2026-11-20"));
    const first = await achievement("First order");
    return {
      reached: [await reached("First order"), await countReached(shop, first.id)],
      joined: challenges.get(id)?.joined,
      streaks: streaks.customers,
    };
  };
  expect(await counted()).toEqual({ reached: [2, 2], joined: 2, streaks: 2 });
  const merged = await mergeCustomer(shop, twin, ann);
  await transferPoints(shop, merged);
  await updateTiersAndAchievements(shop, merged);
  expect(await counted()).toEqual({ reached: [1, 1], joined: 1, streaks: 1 });
});

test("a shop that shows no leaderboard tells nobody who is on it, and forgets no wish", async () => {
  await inShop(shop, async (tx) => {
    await tx.customer.updateMany({ where: { id: ann }, data: { firstName: "نور" } });
    await tx.loyaltyProfile.create({ data: { shopId: shop, customerId: ann, leaderboard: true } });
  });
  await bought(ann, "2026-11-01");
  const places = () => leaderboardOf(shop, day("2026-11-20"));
  expect(await places()).toEqual([{ name: "نور", points: 50n }]);
  await showLeaderboard(shop, false, on("2026-11-02"));
  await showLeaderboard(shop, false, on("2026-11-02"));
  expect([await showsLeaderboard(shop), await places()]).toEqual([false, []]);
  expect(await programFacts(shop)).toMatchObject({ leaderboard: false });
  await showLeaderboard(shop, true, on("2026-11-03"));
  expect([await showsLeaderboard(shop), await places()]).toEqual([
    true,
    [{ name: "نور", points: 50n }],
  ]);
  expect(await audited()).toEqual(Array(2).fill("staff.7 leaderboard.switched"));
});
