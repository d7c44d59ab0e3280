import fc from "fast-check";
import { expect, test } from "vitest";

import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { memberSnapshot } from "#tests/support/loyalty/member-snapshot.ts";
import {
  type Guest,
  type Member,
  type Name,
  names,
  PeopleShop,
} from "#tests/support/loyalty/merge-scenario.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

const guest = fc.constantFrom<Guest>("Gil", "Hal");
const member = fc.constantFrom<Member>("Kim", "Lee");
const who = fc.constantFrom<Name>(...names);
const kind = <K extends string>(name: K) => fc.constant(name);

type Act =
  | { do: "buy"; who: Name; amount: number }
  | { do: "sendBack"; nth: number }
  | { do: "review" | "bringFriend"; who: Name }
  | { do: "tell"; who: Name; day: number }
  | { do: "join"; guest: Guest; member: Member }
  | { do: "part"; guest: Guest }
  | { do: "drain" | "mergeInShopify" };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: kind("buy"), who, amount: fc.integer({ min: 20, max: 250 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: kind("sendBack"), nth: fc.nat({ max: 9 }) }) },
  { weight: 2, arbitrary: fc.record({ do: kind("review"), who }) },
  { weight: 2, arbitrary: fc.record({ do: kind("bringFriend"), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: kind("tell"), who, day: fc.integer({ min: 1, max: 28 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: kind("join"), guest, member }) },
  { weight: 3, arbitrary: fc.record({ do: kind("part"), guest }) },
  { weight: 3, arbitrary: fc.record({ do: kind("drain") }) },
  { weight: 1, arbitrary: fc.record({ do: kind("mergeInShopify") }) },
);

/** Plays a story. Without the guests' merges, what a merged guest does by their record is done by who they were then. */
async function play(story: readonly Act[], withMerges: boolean): Promise<PeopleShop> {
  const shop = await PeopleShop.open();
  const joined = new Map<Name, Name>();
  const bought: { id: bigint; amount: number }[] = [];
  const back = new Set<bigint>();
  const ownerOf = (name: Name): Name => {
    const next = joined.get(name);
    return next ? ownerOf(next) : name;
  };
  const does = (name: Name) => (withMerges ? name : ownerOf(name));
  for (const one of story) {
    if (one.do === "buy")
      bought.push({ id: await shop.buys(one.who, one.amount), amount: one.amount });
    if (one.do === "review") await shop.reviews(does(one.who));
    if (one.do === "tell") await shop.tellsBirthday(does(one.who), one.day);
    if (one.do === "bringFriend") await shop.bringsFriend(one.who);
    if (one.do === "drain" && withMerges) await shop.drain();
    if (one.do === "sendBack") {
      const order = bought[one.nth];
      if (!order || back.has(order.id)) continue;
      back.add(order.id);
      await shop.sendsBack(order.id, order.amount);
    }
    if (one.do === "mergeInShopify" && !joined.has("Lee")) {
      joined.set("Lee", "Kim");
      await shop.mergeInShopify();
    }
    if (one.do === "join" && !joined.has(one.guest)) {
      joined.set(one.guest, one.member);
      if (withMerges) await shop.joins(one.guest, one.member);
    }
    if (one.do === "part" && joined.delete(one.guest) && withMerges)
      expect(await shop.parts(one.guest)).toMatchObject({ outcome: "unmerged" });
  }
  for (const name of ["Gil", "Hal"] as const)
    if (joined.delete(name) && withMerges) await shop.parts(name);
  await shop.drain();
  return shop;
}

async function everybody(shop: PeopleShop) {
  const all = await Promise.all(names.map((name) => memberSnapshot(shop.id, shop.of(name))));
  // What people had reached together, or before something went back, was celebrated and stays.
  return all.map(({ reached: _, ...rest }) => rest);
}

test("property 12: whatever happens meanwhile, people who are parted have what they would have had they never been joined", async () => {
  const property = fc.asyncProperty(
    fc.array(act, { minLength: 6, maxLength: 14, size: "max" }),
    async (story) => {
      const parted = await play(story, true);
      const apart = await play(story, false);
      const last = await everybody(parted);
      expect(last).toEqual(await everybody(apart));
      await parted.hearAllAgain();
      expect(await everybody(parted)).toEqual(last);
      expect(await verifyLedger(parted.id)).toEqual([]);
    },
  );
  await assertRandomly(property, 8, { endOnFailure: true });
}, 300_000);
