import { parseArgs } from "node:util";

import { migrate } from "#prisma/migrate.ts";
import { seededRandom } from "#tests/stand-in/random.ts";
import { setTestEnvironment } from "#tests/support/env.ts";
import { startScratchPostgres } from "#tests/support/postgres.ts";

import { BadFile, type Numbered, readReplayFile } from "./read-file.ts";
import { shuffled } from "./shuffle.ts";

// Plays a file of what happens in a shop, and prints what everybody has after each line. See tests/fixtures/loyalty/README.md.
const { values } = parseArgs({
  options: {
    replay: { type: "string" },
    shuffle: { type: "string" },
    final: { type: "boolean", default: false },
  },
});
if (!values.replay) {
  console.error("npm run loyalty -- --replay FILE.jsonl [--shuffle SEED] [--final]");
  process.exit(2);
}

try {
  const lines = readReplayFile(values.replay);
  const seed = Number(values.shuffle);
  const played = values.shuffle === undefined ? lines : shuffled(lines, seededRandom(seed));
  process.exitCode = await playAlone(played, values.final);
} catch (error) {
  if (!(error instanceof BadFile)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
// What was started in this process, such as a pool, must not keep it from ending.
process.exit();

/** Plays in a database of its own. Returns the exit code: 1 when the ledger does not add up. */
async function playAlone(lines: readonly Numbered[], onlyEnd: boolean): Promise<number> {
  const postgres = await startScratchPostgres({
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
  });
  try {
    const databaseUrl = postgres.databaseUrl("postgres");
    await migrate(databaseUrl);
    // Before any module of the app is loaded: they read it once.
    setTestEnvironment(databaseUrl);
    const { connect } = await import("#tests/support/connected-shop.ts");
    const { runScenario } = await import("./run.ts");
    const connected = await connect();
    const ending = await runScenario(connected, lines, (report) => {
      if (!onlyEnd) console.log(JSON.stringify(report));
    });
    console.log(JSON.stringify(ending));
    await connected.close();
    return ending.ledgerAddsUp ? 0 : 1;
  } finally {
    await postgres.stop();
  }
}
