import { parseArgs } from "node:util";

import { migrate } from "#prisma/migrate.ts";
import { seededRandom } from "#tests/stand-in/random.ts";
import type { Connected } from "#tests/support/connected-shop.ts";
import { setTestEnvironment } from "#tests/support/env.ts";
import { launchEveryProgram } from "#tests/support/launched-programs.ts";
import { startScratchPostgres } from "#tests/support/postgres.ts";

import { readImportFile } from "./imports/read-import-file.ts";
import { BadFile, type Numbered, readReplayFile } from "./read-file.ts";
import { inAnyOrder, shuffled } from "./shuffle.ts";
import { readWebhooks, type Webhook } from "./webhooks/read-webhooks.ts";

// Plays a file of what happens in a shop, or of the webhooks that it gets, and prints what everybody has then; or tries a file of
// points to be imported, and prints what is found. See tests/fixtures/loyalty/README.md.
const { values } = parseArgs({
  options: {
    replay: { type: "string" },
    webhooks: { type: "string" },
    import: { type: "string" },
    set: { type: "boolean", default: false },
    shuffle: { type: "string" },
    final: { type: "boolean", default: false },
    reverse: { type: "boolean", default: false },
    twice: { type: "boolean", default: false },
    at: { type: "string" },
  },
});
const random = values.shuffle === undefined ? null : seededRandom(Number(values.shuffle));

try {
  if (values.replay) {
    const lines = readReplayFile(values.replay);
    process.exitCode = await alone((shop) =>
      playStory(shop, random ? shuffled(lines, random) : lines),
    );
  } else if (values.webhooks) {
    const webhooks = readWebhooks(values.webhooks);
    const until = values.at === undefined ? null : timeOf(values.at);
    process.exitCode = await alone((shop) => tell(shop, webhooks, until));
  } else if (values.import) {
    const file = readImportFile(values.import);
    process.exitCode = await alone(async (shop) => {
      const { tryFile } = await import("./imports/try-file.ts");
      const mode = values.set ? "set" : "add";
      return tryFile(shop, { ...file, mode }, values.twice);
    });
  } else {
    console.error(`npm run loyalty -- --replay FILE.jsonl [--shuffle SEED] [--final]
npm run loyalty -- --webhooks FILE.webhooks.jsonl [--reverse] [--twice] [--shuffle SEED] [--at TIME]
npm run loyalty -- --import FILE.csv [--set] [--twice]`);
    process.exitCode = 2;
  }
} catch (error) {
  if (!(error instanceof BadFile)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
// What was started in this process, such as a pool, must not keep it from ending.
process.exit();

/** Plays in a database of its own. Returns the exit code: 1 when the ledger does not add up. */
async function alone(
  play: (shop: Connected) => Promise<{ ledgerAddsUp: boolean }>,
): Promise<number> {
  const postgres = await startScratchPostgres({
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
  });
  try {
    const databaseUrl = postgres.databaseUrl("postgres");
    await migrate(databaseUrl);
    await launchEveryProgram(databaseUrl);
    // Before any module of the app is loaded: they read it once.
    setTestEnvironment(databaseUrl);
    const { connect } = await import("#tests/support/connected-shop.ts");
    const connected = await connect();
    const ending = await play(connected);
    console.log(JSON.stringify(ending));
    await connected.close();
    return ending.ledgerAddsUp ? 0 : 1;
  } finally {
    await postgres.stop();
  }
}

async function playStory(connected: Connected, lines: readonly Numbered[]) {
  const { runScenario } = await import("./run.ts");
  return runScenario(connected, lines, (report) => {
    if (!values.final) console.log(JSON.stringify(report));
  });
}

async function tell(connected: Connected, webhooks: readonly Webhook[], until: Date | null) {
  const { dayAfter, playWebhooks } = await import("./webhooks/play-webhooks.ts");
  const turned = values.reverse ? webhooks.toReversed() : webhooks;
  const each = values.twice ? turned.flatMap((webhook) => [webhook, webhook]) : turned;
  const told = random ? inAnyOrder(each, random) : each;
  return playWebhooks(connected, told, until ?? dayAfter(webhooks));
}

function timeOf(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new BadFile(`--at ${text} is not a time`);
  return at;
}
