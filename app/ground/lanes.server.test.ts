import { setTimeout as pause } from "node:timers/promises";

import { expect, test } from "vitest";

import { type Lanes, workInLanes } from "./lanes.server.ts";

type Piece = { shop: string; lane: string };

/** Work that is due until so much of it was done, and what was being worked on at each start. */
class Inbox {
  readonly log: string[] = [];
  readonly running = new Set<string>();
  readonly left: Map<string, number>;
  private readonly takes: (shop: string) => Promise<void>;

  constructor(left: Record<string, number>, takes: (shop: string) => Promise<void>) {
    this.left = new Map(Object.entries(left));
    this.takes = takes;
  }

  lanes(atOnce: number): Lanes<Piece> {
    return {
      due: () =>
        Promise.resolve(
          [...this.left]
            .filter(([, count]) => count > 0)
            .map(([lane]) => ({ lane, shop: lane.split(".")[0] ?? "" })),
        ),
      lanesOf: ({ lane }) => [lane],
      ownerOf: ({ shop }) => shop,
      run: async ({ shop, lane }) => {
        expect(this.running).not.toContain(lane);
        this.running.add(lane);
        this.log.push(lane);
        await this.takes(shop);
        this.running.delete(lane);
        const left = this.left.get(lane) ?? 0;
        this.left.set(lane, Math.max(0, left - 1));
        return left;
      },
      atOnce,
    };
  }
}

const never = new AbortController().signal;

test("a lane that takes long holds no other one up", async () => {
  let free = () => undefined as void;
  const slow = new Promise<void>((done) => (free = done));
  const inbox = new Inbox({ slow: 1, quick: 40 }, (shop) =>
    shop === "slow" ? slow : Promise.resolve(),
  );
  const working = workInLanes(inbox.lanes(2), never);
  while (inbox.left.get("quick") !== 0) await pause(1);
  expect(inbox.running).toContain("slow");
  free();
  await working;
  expect(inbox.left.get("slow")).toBe(0);
});

test("what comes while all others are long is found soon", async () => {
  let free = () => undefined as void;
  const slow = new Promise<void>((done) => (free = done));
  const inbox = new Inbox({ slow: 1 }, (shop) => (shop === "slow" ? slow : Promise.resolve()));
  const working = workInLanes(inbox.lanes(4), never);
  await pause(5);
  inbox.left.set("newcomer", 1);
  while (inbox.left.get("newcomer") !== 0) await pause(1);
  free();
  await working;
});

test("one owner does not have all places, and who was served last comes last", async () => {
  const inbox = new Inbox({ "big.a": 9, "big.b": 9, "big.c": 9, small: 3 }, () => pause(1));
  await workInLanes(inbox.lanes(3), never);

  // Of the first three places the big one has two.
  expect(inbox.log.slice(0, 3)).toContain("small");
  // Nor is the small one served again and again before the others were.
  expect(new Set(inbox.log.slice(0, 6))).toEqual(new Set(["big.a", "big.b", "big.c", "small"]));
});

test("a lane that another worker has is not asked for again and again, and does not keep the rest from ending", async () => {
  let asked = 0;
  await workInLanes(
    {
      due: () => Promise.resolve(["taken"]),
      lanesOf: (lane: string) => [lane],
      ownerOf: (lane) => lane,
      run: () => Promise.resolve(((asked += 1), 0)),
      atOnce: 4,
    },
    never,
  );
  expect(asked).toBe(1);
});

test("a lane that came up empty is looked into again once what its owner had running made more of it due", async () => {
  const left = new Map([
    ["shop.first", 1],
    ["shop.then", 0],
  ]);
  // What is in the second lane when it is first looked for is done by somebody else before it is begun here.
  let looks = 0;
  await workInLanes(
    {
      due: () =>
        Promise.resolve([...left.keys()].filter((lane) => left.get(lane) || looks++ === 0)),
      lanesOf: (lane: string) => [lane],
      ownerOf: () => "shop",
      run: async (lane) => {
        const count = left.get(lane) ?? 0;
        await pause(lane === "shop.first" ? 60 : 1);
        left.set(lane, 0);
        if (lane === "shop.first") left.set("shop.then", 1);
        return count;
      },
      atOnce: 4,
    },
    never,
  );
  expect([...left.values()]).toEqual([0, 0]);
});

test("it ends with what is under way when it is to stop", async () => {
  const stopping = new AbortController();
  const inbox = new Inbox({ a: 1_000, b: 1_000 }, () => pause(2));
  const working = workInLanes(inbox.lanes(2), stopping.signal);
  await pause(20);
  stopping.abort();
  await working;
  expect(inbox.running.size).toBe(0);
  expect(inbox.left.get("a")).toBeGreaterThan(0);
});
