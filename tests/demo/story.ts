import pg from "pg";

import { launchBrowser, USER_AGENT } from "#tests/support/browser.ts";
import type { Running } from "#tests/support/stack.ts";

import type { Report } from "./report.ts";
import { badInput } from "./scenes/bad-input.ts";
import { comeBackAsMember } from "./scenes/come-back-as-member.ts";
import { draftIsLaunched } from "./scenes/draft-is-launched.ts";
import { guestBuys } from "./scenes/guest-buys.ts";
import { history } from "./scenes/history.ts";
import { merchantLooks } from "./scenes/merchant-looks.ts";
import { otherShops } from "./scenes/other-shops.ts";
import { partIsRefunded } from "./scenes/part-is-refunded.ts";
import { webhooksMisbehave } from "./scenes/webhooks-misbehave.ts";
import type { Stage } from "./stage.ts";

const EMAIL = "Noor.Van-den-Berg+tea@Example.com";

/** Plays how a new shop launches its program: what the preview says is what the launch gives. Leaves it live. */
export function playTheLaunch(running: Running, report: Report): Promise<void> {
  return play(running, report, draftIsLaunched);
}

/** The same for a shop of two customers, one in yen and one in dinar. Afterwards there are more shops than the demo's. */
export function playOtherShops(running: Running, report: Report): Promise<void> {
  return play(running, report, otherShops);
}

/**
 * Plays one day of the shop through the interfaces that people and Shopify use, and reports whether the database,
 * the admin and the storefront show what must be. It can be played once in a shop whose program is live: its customer is new.
 */
export function playTheDay(running: Running, report: Report): Promise<void> {
  return play(running, report, async (stage) => {
    await history(stage);
    const order = await guestBuys(stage);
    await comeBackAsMember(stage, order);
    await partIsRefunded(stage, order);
    await webhooksMisbehave(stage);
    await badInput(stage);
    await merchantLooks(stage, order);
  });
}

async function play(
  running: Running,
  report: Report,
  scenes: (stage: Stage) => Promise<void>,
): Promise<void> {
  const database = new pg.Client({ connectionString: running.databaseUrl });
  await database.connect();
  const browser = await launchBrowser();
  const page = await browser.newPage({ userAgent: USER_AGENT });
  try {
    await scenes({ running, database, page, report, email: EMAIL });
  } catch (error) {
    report.check(
      "the story can be told to its end",
      error instanceof Error ? error.message : String(error),
      "yes",
    );
  } finally {
    await browser.close();
    await database.end();
  }
}
