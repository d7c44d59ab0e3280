import type { Stack } from "#tests/support/stack.ts";
import { launchBrowser, USER_AGENT } from "#tests/support/browser.ts";

import { openReport } from "./report.ts";
import { badInput } from "./scenes/bad-input.ts";
import { comeBackAsMember } from "./scenes/come-back-as-member.ts";
import { guestBuys } from "./scenes/guest-buys.ts";
import { history } from "./scenes/history.ts";
import { merchantLooks } from "./scenes/merchant-looks.ts";
import { partIsRefunded } from "./scenes/part-is-refunded.ts";
import { webhooksMisbehave } from "./scenes/webhooks-misbehave.ts";
import type { Stage } from "./stage.ts";

const EMAIL = "Noor.Van-den-Berg+tea@Example.com";

/**
 * Plays one day of the shop through the interfaces that people and Shopify use, and compares what the database,
 * the admin and the storefront show with what must be. Returns the exit code: 0 when all of it holds.
 */
export async function playTheDay(
  stack: Stack,
  options: { report?: string | undefined },
): Promise<number> {
  const report = openReport((line) => process.stdout.write(`${line}\n`));
  const database = await stack.connect();
  const browser = await launchBrowser();
  const page = await browser.newPage({ userAgent: USER_AGENT });
  const stage: Stage = { running: stack.running, database, page, report, email: EMAIL };

  try {
    await history(stage);
    const order = await guestBuys(stage);
    await comeBackAsMember(stage, order);
    await partIsRefunded(stage, order);
    await webhooksMisbehave(stage);
    await badInput(stage);
    await merchantLooks(stage, order);
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
  return report.close(options.report);
}
