import { existsSync } from "node:fs";

import { afterAll, beforeAll, expect, test } from "vitest";

import { readReplayFile } from "#tests/replay/read-file.ts";
import { runScenario } from "#tests/replay/run.ts";
import { shuffled } from "#tests/replay/shuffle.ts";
import type { MemberState } from "#tests/replay/state.ts";
import { seededRandom } from "#tests/stand-in/random.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

const CASES = "../shared/cases";

let connected: Connected;
beforeAll(async () => {
  if (!existsSync(CASES)) throw new Error(`These tests need the cases in ${CASES}`);
  connected = await connect();
});
afterAll(() => connected.close());

const ORDERS = { "as told": null, "shuffled once": 1, "shuffled again": 2 };

/** What each file must end in, in whatever order what happens between two actions is heard of. */
const cases: [file: string, says: string, final: Record<string, Partial<MemberState>>][] = [
  [
    "edit-before-payment-spend",
    "60 was spent on an order of 120 of which an edit took a half out: no Gold at 100",
    { ann: { available: "60", tier: null } },
  ],
  [
    "exchange-dearer-spend",
    "250 was spent on 100 that was exchanged for 250: no Gold at 300",
    { ann: { available: "250", tier: null } },
  ],
  [
    "paid-later-pending",
    "points wait 14 days from when the order was paid, a month after it was placed",
    {
      ann: {
        available: "0",
        pending: "100",
        lots: [
          {
            order: "o1",
            points: "100",
            state: "pending",
            earnedAt: "2026-01-31T10:00:00Z",
            releaseAt: "2026-02-14T10:00:00Z",
            expiresAt: null,
          },
        ],
      },
    },
  ],
];

for (const [file, says, final] of cases)
  for (const [order, seed] of Object.entries(ORDERS))
    test(`${says} (${order})`, async () => {
      const lines = readReplayFile(`${CASES}/${file}.jsonl`);
      const told = seed === null ? lines : shuffled(lines, seededRandom(seed));
      const ending = await runScenario(connected, told, () => undefined);

      expect(ending).toMatchObject({ final, ledgerAddsUp: true });
    });
