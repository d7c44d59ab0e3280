import { existsSync } from "node:fs";

import { afterAll, beforeAll, expect, test } from "vitest";

import { readReplayFile } from "#tests/replay/read-file.ts";
import { runScenario } from "#tests/replay/run.ts";
import { shuffled } from "#tests/replay/shuffle.ts";
import { seededRandom } from "#tests/stand-in/random.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { randomRuns } from "#tests/support/random-runs.ts";

const CASES = "../shared/cases";
const ARRIVALS = 6;

let connected: Connected;
beforeAll(async () => {
  if (!existsSync(CASES)) throw new Error(`These tests need the cases in ${CASES}`);
  connected = await connect();
});
afterAll(() => connected.close());

test(
  "a debt limit, and points that come back: two orders that went back whole net 0, whatever arrives first",
  { timeout: 240_000 },
  async () => {
    const lines = readReplayFile(`${CASES}/loyalty-debt-limit-then-returned-points.jsonl`);
    const told = await runScenario(connected, lines, () => undefined);
    expect(told).toMatchObject({
      final: { m: { available: "50", pending: "0", held: "0", debt: "0" } },
      ledgerAddsUp: true,
    });
    for (const { seed, numRuns } of randomRuns(ARRIVALS)) {
      const random = seededRandom(seed);
      for (let run = 0; run < numRuns; run++) {
        const anyOrder = await runScenario(connected, shuffled(lines, random), () => undefined);
        expect(anyOrder, `seed ${seed}, run ${run}`).toEqual(told);
      }
    }
  },
);
