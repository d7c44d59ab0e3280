import { globSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runScenario, type Report } from "#tests/replay/run.ts";
import { BadFile, type Numbered, parseReplay, readReplayFile } from "#tests/replay/read-file.ts";
import { shuffled } from "#tests/replay/shuffle.ts";
import { seededRandom } from "#tests/stand-in/random.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { randomRuns } from "#tests/support/random-runs.ts";

const fixture = (name: string) => readReplayFile(`tests/fixtures/loyalty/${name}.jsonl`);
const TIMEOUT_MS = 120_000;

let connected: Connected;
beforeAll(async () => {
  connected = await connect();
});
afterAll(() => connected.close());

/** What everybody had after each line, as `who available/pending/held/debt tier`. */
async function told(
  lines: Parameters<typeof runScenario>[1],
): Promise<{ reports: Report[]; after: Record<number, string> }> {
  const reports: Report[] = [];
  const ending = await runScenario(connected, lines, (report) => reports.push(report));
  expect(ending).toMatchObject({ ledgerAddsUp: true, wrong: [] });
  const after = reports.map(({ line, customers }) => [
    line,
    Object.entries(customers)
      .map(
        ([name, { available, pending, held, debt, tier }]) =>
          `${name} ${available}/${pending}/${held}/${debt} ${tier}`,
      )
      .join(", "),
  ]);
  return { reports, after: Object.fromEntries(after) as Record<number, string> };
}

describe(
  "the files beside the description tell what the decisions say",
  { timeout: TIMEOUT_MS },
  () => {
    test("what was spent before it was taken back becomes debt, which the next order repays", async () => {
      const { after } = await told(fixture("refunds-and-debt"));
      expect(after).toMatchObject({
        3: "ann 0/0/100/0 New",
        4: "ann 0/0/100/100 null",
        5: "ann 50/0/100/0 New",
      });
    });

    test("shipping and gift cards earn as the rule that an order was first awarded by says", async () => {
      const { after } = await told(fixture("shipping-and-gift-cards"));
      expect(after).toMatchObject({
        3: "ann 80/0/0/0 New, ben 0/0/0/0 null, cem 0/0/0/0 null, dan 0/0/0/0 null",
        4: "ann 80/0/0/0 New, ben 50/0/0/0 New, cem 0/0/0/0 null, dan 0/0/0/0 null",
        5: "ann 80/0/0/0 New, ben 50/0/0/0 New, cem 100/0/0/0 New, dan 0/0/0/0 null",
        6: "ann 80/0/0/0 New, ben 50/0/0/0 New, cem 100/0/0/0 New, dan 0/0/0/0 null",
        7: "ann 80/0/0/0 New, ben 50/0/0/0 New, cem 95/0/0/0 New, dan 0/0/0/0 null",
        9: "ann 80/0/0/0 New, ben 50/0/0/0 New, cem 95/0/0/0 New, dan 80/0/0/0 New",
        10: "ann 80/0/0/0 New, ben 0/0/0/0 null, cem 95/0/0/0 New, dan 80/0/0/0 New",
      });
    });

    test("orders of a day give so much at the most, and what a refund frees goes to those after it", async () => {
      const { after } = await told(fixture("capped"));
      expect(after).toMatchObject({
        3: "ann 60/0/0/0 New",
        4: "ann 100/0/0/0 Loyal",
        5: "ann 100/0/0/0 Loyal",
        6: "ann 160/0/0/0 Loyal",
        7: "ann 160/0/0/0 Loyal",
        8: "ann 150/0/0/0 Loyal",
      });
    });

    test("points that were spent come back with the goods", async () => {
      const { after } = await told(fixture("returned-goods"));
      expect(after).toMatchObject({
        4: "ann 85/0/0/0 New",
        5: "ann 171/0/0/0 New",
        // Nothing of the order is left but its shipping: it does not count any more.
        6: "ann 300/0/0/0 null",
      });
    });

    test("spending takes what expires first, and what comes back late has 30 days", async () => {
      const { after, reports } = await told(fixture("expiry"));
      expect(reports[5]?.customers["ann"]?.lots[0]).toMatchObject({
        order: "A",
        expiresAt: "2026-07-15T22:59:59Z",
      });
      expect(after).toMatchObject({
        7: "ann 200/0/0/0 Loyal",
        8: "ann 100/0/0/0 Loyal",
        9: "ann 0/0/0/0 Loyal",
      });
    });

    test("a tier is kept through spending, goes with a refund, and ends after a quiet year and its grace", async () => {
      const { after } = await told(fixture("tiers"));
      expect(after[4]).toContain("ann 300/0/400/0 Gold");
      expect(after[6]).toContain("bob 620/0/0/0 Gold");
      expect(after[7]).toContain("bob 480/0/0/0 Silver");
      expect(after[9]).toContain("ann 550/0/400/0 Gold");
      expect(after[10]).toContain("ann 550/0/400/0 Silver");
    });

    test("points wait, orders change, and a guest comes back", async () => {
      const { after } = await told(fixture("pending-guests-and-edits"));
      expect(after).toMatchObject({ 4: "ann 0/60/0/0 New", 7: "ann 0/140/0/0 Loyal" });
      expect(after[9]).toBe("ann 80/60/0/0 Loyal, gus 0/50/0/0 New");
      expect(after[11]).toBe("ann 140/0/0/0 Loyal, gus 50/0/0/0 New");
    });
  },
);

test(
  "every file ends the same with its deliveries shuffled and repeated",
  { timeout: 3 * TIMEOUT_MS },
  async () => {
    for (const path of globSync("tests/fixtures/loyalty/*.jsonl")) {
      const lines = readReplayFile(path);
      const inOrder = await runScenario(connected, lines, () => undefined);
      for (const { seed } of randomRuns(1)) {
        const mixed = shuffled(lines, seededRandom(seed));
        const anyOrder = await runScenario(connected, mixed, () => undefined);
        expect(anyOrder, `${path}, seed ${seed}`).toEqual(inOrder);
      }
    }
  },
);

test(
  "what coming into a tier gives is dated as the order that led there, however late it arrives",
  { timeout: TIMEOUT_MS },
  async () => {
    const lines = parseReplay(
      [
        '{"type":"shop","program":{"expiry":{"kind":"rolling","every":30,"unit":"days"}},"tiers":[{"name":"Gold","points":400,"entryPoints":60}]}',
        '{"type":"paid","order":"A","customer":"ann","total":500,"at":"2026-01-05T10:00:00Z"}',
        '{"type":"paid","order":"B","customer":"bob","total":10,"at":"2026-01-20T10:00:00Z"}',
      ].join("\n"),
    );
    const [shop, a, b] = lines as [Numbered, Numbered, Numbered];
    const inOrder = await runScenario(connected, lines, () => undefined);
    expect(await runScenario(connected, [shop, b, a, a], () => undefined)).toEqual(inOrder);
  },
);

test(
  "an order earns by the tier that it was made in, also when that is heard of later, and whatever went back since",
  { timeout: TIMEOUT_MS },
  async () => {
    const [shop, a, b, back] = parseReplay(
      [
        '{"type":"shop","tiers":[{"name":"Gold","spend":500,"multiplier":1.5}]}',
        '{"type":"paid","order":"A","customer":"ann","total":500,"at":"2026-01-05T10:00:00Z"}',
        '{"type":"paid","order":"B","customer":"ann","total":100,"at":"2026-01-20T10:00:00Z"}',
        '{"type":"refund","order":"A","amount":100,"at":"2026-02-01T10:00:00Z"}',
      ].join("\n"),
    ) as [Numbered, Numbered, Numbered, Numbered];
    const points = async (...lines: Numbered[]) =>
      (await runScenario(connected, [shop, ...lines], () => undefined)).final["ann"]?.available;
    expect(await points(a, b)).toBe("650");
    expect(await points(b, a)).toBe("650");
    // B was made in Gold: what went back of A afterwards takes nothing from it.
    for (const lines of [
      [a, b, back],
      [back, b, a],
      [b, back, a],
    ])
      expect(await points(...lines)).toBe("550");
  },
);

test("a currency has the decimals that it has", { timeout: TIMEOUT_MS }, async () => {
  const { after } = await told(
    parseReplay(
      [
        '{"type":"shop","currency":"JPY"}',
        '{"type":"paid","order":"A","customer":"ann","total":"150.00"}',
        '{"type":"redeem","id":"R","customer":"ann","points":150}',
        '{"type":"refund","order":"A","amount":50}',
        '{"type":"refund","order":"A","all":true}',
      ].join("\n"),
    ),
  );
  expect(after).toMatchObject({
    2: "ann 150/0/0/0 New",
    4: "ann 0/0/150/50 New",
    5: "ann 0/0/150/150 null",
  });
});

test(
  "an expiry that is switched on later begins then, also for what was there",
  { timeout: TIMEOUT_MS },
  async () => {
    const { after } = await told(
      parseReplay(
        [
          '{"type":"paid","order":"A","customer":"ann","total":"100","at":"2024-01-05T10:00:00Z"}',
          '{"type":"program","at":"2026-03-01T10:00:00Z","settings":{"expiry":{"kind":"fixed","every":12}}}',
          '{"type":"clock","at":"2027-02-28T10:00:00Z"}',
          '{"type":"clock","at":"2027-03-02T10:00:00Z"}',
        ].join("\n"),
      ),
    );
    expect(after[3]).toContain("ann 100/0/0/0");
    expect(after[4]).toContain("ann 0/0/0/0");
  },
);

test(
  "an order that is told again with another time is the same order",
  { timeout: TIMEOUT_MS },
  async () => {
    const { after } = await told(
      parseReplay(
        [
          '{"type":"paid","order":7,"customer":"ann","total":"50","at":"2026-01-05T10:00:00Z"}',
          '{"type":"paid","order":"7","customer":"ann","total":"50.00","at":"2026-01-05T11:00:00Z"}',
        ].join("\n"),
      ),
    );
    expect(after[2]).toContain("ann 50/0/0/0");
  },
);

test(
  "case 37: debts net when two are merged, and a reward is made for somebody who is merged only later",
  { timeout: TIMEOUT_MS },
  async () => {
    const { after } = await told(
      parseReplay(
        [
          '{"type":"paid","order":"A","customer":"eve","total":100,"at":"2026-01-05T10:00:00Z"}',
          '{"type":"redeem","id":"R","customer":"eve","points":"100"}',
          '{"type":"refund","order":"A","all":true,"at":"2026-01-06T10:00:00Z"}',
          '{"type":"paid","order":"B","customer":"zoe","total":150,"at":"2026-01-07T10:00:00Z"}',
          '{"type":"merge","from":"eve","into":"zoe","at":"2026-01-08T10:00:00Z"}',
        ].join("\n"),
      ),
    );
    expect(after[2]).toContain("eve 0/0/100/0 New");
    expect(after[4]).toBe("eve 0/0/100/100 null, zoe 150/0/0/0 New");
    expect(after[5]).toContain("zoe 50/0/100/0 New");
  },
);

test("what cannot be read or cannot have happened is said with its line", async () => {
  const wrong = [
    '{"type":"paid","order":"A"',
    '{"type":"paid","order":"A","customer":"ann","total":"ten"}',
  ];
  expect(() => parseReplay(wrong.join("\n"))).toThrow(/line 1: is not JSON\nline 2: .*amount/s);
  for (const line of [
    '{"type":"shop","timezone":"Mars/Olympus"}',
    '{"type":"shop","currency":"XXZ"}',
    '{"type":"shop"}\n{"type":"shop","taxRate":0.2}',
    '{"type":"merge","from":"ann","into":"ann"}',
    '{"type":"refund","order":"A"}',
    '{"type":"paid","order":"A","customer":"ann","total":5,"lines":[{"price":5}]}',
  ])
    expect(() => parseReplay(line), line).toThrow(BadFile);
  expect(() => readReplayFile("tests/fixtures/loyalty/none.jsonl")).toThrow(/There is no file/);
  for (const line of [
    '{"type":"refund","order":"B","all":true}',
    '{"type":"paid","order":"A","customer":"ann"}',
    '{"type":"paid","order":"A","customer":"ann","total":"1.234"}',
    '{"type":"merge","from":"ann","into":"bob"}\n{"type":"merge","from":"bob","into":"ann"}',
  ])
    await expect(runScenario(connected, parseReplay(line), () => undefined)).rejects.toThrow(
      BadFile,
    );
});
