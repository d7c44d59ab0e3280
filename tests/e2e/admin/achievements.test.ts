import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { running } from "#tests/support/e2e/shop-of-its-own.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

const LIST = "/app/loyalty/achievements";
const LONG = "إنجاز لمن طلب منا القهوة والشاي والكعك عشر مرات في عام واحد";

let visit: Visit;
let other: Visit;
beforeAll(async () => {
  visit = await visitAdmin();
  other = await visitAdmin();
});
afterAll(() => Promise.all([visit.close(), other.close()]));

const save = ({ page }: Visit) => page.getByRole("button", { name: "Save", exact: true });
const discard = () => visit.page.getByRole("button", { name: "Discard" });
const row = (list: string, name: string) =>
  visit.app
    .getByRole("list", { name: list, exact: true })
    .getByRole("listitem")
    .filter({ hasText: name });
const achievement = (name: string) => row("Achievements", name);

/** A day of the shop's calendar, so many from the one that a new challenge begins on. */
async function dayFrom(days: number): Promise<string> {
  const tomorrow = new Date(`${await visit.app.getByLabel("First day").inputValue()}T12:00:00Z`);
  return new Date(tomorrow.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

test("a shop finds achievements ready, with how many of its customers have each", async () => {
  const { app, open, complaints } = visit;
  await open(LIST);
  await achievement("Five orders").getByText("5 orders → a badge alone").waitFor();
  await achievement("First order")
    .getByText(/^Reached by [\d,]+ customers$/)
    .waitFor();
  await app.getByRole("heading", { name: "No challenges yet" }).waitFor();
  await app.getByText("Nobody is on it this month yet.").waitFor();
  await app.getByRole("heading", { name: "Streaks" }).waitFor();
  await usableOnDeskAndPhone(visit, "achievements-empty");
  expect(complaints).toEqual([]);
});

test("an achievement is put together, and what cannot be is said at its field", async () => {
  const { app, page, open } = visit;
  await open(LIST);
  await app.getByRole("link", { name: "Add an achievement" }).first().click();
  await app.getByLabel("What has to be done").selectOption("An amount spent");
  await app.getByLabel("How much").fill("a lot");
  await app.getByText("Enter an amount of money, such as 5.").waitFor();
  await save(visit).click();
  await page.getByText("Not saved: some fields need another look").waitFor();
  await app.getByLabel("What has to be done").selectOption("A number of orders");
  await app.getByLabel("How many orders").fill("400");
  await app.getByLabel("Name").fill(LONG);
  await app.getByRole("button", { name: "Badge: Fire" }).click();
  await app.getByRole("textbox", { name: "Badge" }).fill("Fire");
  await app.getByText("Choose one emoji, or one letter.").waitFor();
  await app.getByRole("button", { name: "Badge: Diamond" }).focus();
  await page.keyboard.press("Enter");
  await app.getByRole("textbox", { name: "Points" }).fill("250");
  await app.getByText("nobody is paid for the past").waitFor();
  await usableOnDeskAndPhone(visit, "achievement-new");
  await save(visit).click();
  await page.getByText("Achievement saved").first().waitFor();
  await achievement(LONG).getByText("400 orders → 250 points").waitFor();
  await achievement(LONG).getByText("Nobody has reached it yet").waitFor();
  await usableOnDeskAndPhone(visit, "achievements-long");
});

test("it says since when its points are paid, is switched off and on, and is deleted as nobody has it", async () => {
  const { app, page, open } = visit;
  await open(LIST);
  await app.getByRole("button", { name: `Switch off: ${LONG}` }).click();
  await achievement(LONG).getByText("Off", { exact: true }).waitFor();
  await app.getByRole("button", { name: `Switch on: ${LONG}` }).click();
  await achievement(LONG).getByText("On", { exact: true }).waitFor();
  await achievement(LONG).getByRole("link").click();
  await app.getByText(/Paid to those who reach it since \d/).waitFor();
  await app.getByLabel("How many orders").fill("300");
  await app.getByText("Points are for those who reach it after you save").waitFor();
  await usableOnDeskAndPhone(visit, "achievement");
  await discard().click();
  await app.getByText(/Paid to those who reach it since \d/).waitFor();

  await app.getByRole("button", { name: "Delete achievement" }).click();
  await app.getByText("Nobody has reached it. Shoppers will not see it any more.").waitFor();
  await app.getByRole("dialog").getByRole("button", { name: "Delete achievement" }).click();
  await app.getByRole("heading", { level: 1, name: "Achievements" }).waitFor();
  await achievement("Five orders").waitFor();
  expect(await achievement(LONG).count()).toBe(0);

  await achievement("First order").getByRole("link").click();
  await app.getByText("it can be switched off, but not deleted").waitFor();
  expect(await app.getByRole("button", { name: "Delete achievement" }).count()).toBe(0);
  await open(LIST);
  await page.keyboard.press("Escape");
});

test("nobody saves over what somebody else has changed without knowing", async () => {
  await visit.open(LIST);
  await achievement("Ten orders").getByRole("link").click();
  await visit.app.getByLabel("How many orders").waitFor();
  await other.open(visit.address());
  await other.app.getByRole("textbox", { name: "Points" }).fill("80");
  await save(other).click();
  await other.page.getByText("Achievement saved").first().waitFor();

  await visit.app.getByRole("textbox", { name: "Points" }).fill("90");
  await save(visit).click();
  await visit.page.getByText("somebody else changed this meanwhile").waitFor();
  await discard().click();
  const points = () => visit.app.getByRole("textbox", { name: "Points" }).inputValue();
  await expect.poll(points).toBe("80");
});

test("challenges come, run and are over", async () => {
  const { app, page, open } = visit;
  await open(`${LIST}/challenges/new`);
  await app.getByLabel("Name").fill("Three next week");
  await app.getByLabel("How many orders").fill("3");
  await app.getByLabel("Last day").fill(await dayFrom(-1));
  await app.getByText("Let it end on its first day or later.").waitFor();
  await app.getByLabel("Last day").fill(await dayFrom(6));
  await app.getByLabel("First day").fill(await dayFrom(-2));
  await app.getByText("Let it begin today or later.").waitFor();
  await app.getByLabel("First day").fill(await dayFrom(2));
  await usableOnDeskAndPhone(visit, "challenge-new");
  await save(visit).click();
  await page.getByText("Challenge saved").first().waitFor();
  const coming = row("Challenges: To come", "Three next week");
  await coming.getByText("3 orders → 100 points").waitFor();
  await coming.getByText("0 joined, 0 completed").waitFor();

  await open(`${LIST}/challenges/new`);
  await app.getByLabel("Name").fill("A review today");
  await app.getByLabel("What has to be done").selectOption("Reviews");
  await app.getByLabel("How many reviews").fill("1");
  await app.getByLabel("First day").fill(await dayFrom(-1));
  await save(visit).click();
  await page.getByText("Challenge saved").first().waitFor();
  await usableOnDeskAndPhone(visit, "achievements");

  await row("Challenges: Running now", "A review today").getByRole("link").click();
  expect(await app.getByLabel("What has to be done").isDisabled()).toBe(true);
  expect(await app.getByLabel("First day").isDisabled()).toBe(true);
  await usableOnDeskAndPhone(visit, "challenge");
  await app.getByRole("button", { name: "End it now" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "End it now" }).click();
  const over = row("Challenges: Over", "A review today");
  await over.getByText("Over", { exact: true }).waitFor();
  expect(await over.getByRole("button").count()).toBe(0);

  await app.getByRole("button", { name: "Switch off: Three next week" }).click();
  await coming.getByText("Off", { exact: true }).waitFor();
});

test("a challenge that ended in another tab is not saved over", async () => {
  const { app, page, open } = visit;
  await open(`${LIST}/challenges/new`);
  await app.getByLabel("Name").fill("One today");
  await app.getByLabel("How many orders").fill("1");
  await app.getByLabel("First day").fill(await dayFrom(-1));
  await save(visit).click();
  await page.getByText("Challenge saved").first().waitFor();
  await row("Challenges: Running now", "One today").getByRole("link").click();
  await app.getByLabel("Name").waitFor();
  await other.open(visit.address());
  await other.app.getByRole("button", { name: "End it now" }).click();
  await other.app.getByRole("dialog").getByRole("button", { name: "End it now" }).click();
  await other.app.getByRole("list", { name: "Challenges: Over" }).getByText("One today").waitFor();

  await app.getByLabel("Name").fill("Two today");
  await save(visit).click();
  await page.getByText("it is over. Add a new challenge instead").waitFor();
  await app.getByText("This challenge is over").waitFor();
  await discard().click();
});

test("the leaderboard is shown as members see it, or to nobody", async () => {
  const { app, open } = visit;
  const names = await askedToBeShown();
  await open(LIST);
  const places = app.getByRole("list", { name: "Leaderboard of this month" });
  await places.getByText("900 points").waitFor();
  expect(await places.getByRole("listitem").allTextContents()).toEqual([
    `1.${names[0]}900 points`,
    `2.${names[1]}800 points`,
  ]);
  await usableOnDeskAndPhone(visit, "leaderboard");
  await app.getByRole("button", { name: "Hide the leaderboard" }).click();
  await app.getByText("Your members see no leaderboard.").waitFor();
  expect(await places.count()).toBe(0);
  await app.getByRole("button", { name: "Show the leaderboard" }).click();
  await places.getByText("900 points").waitFor();
});

test("who changed what is written down", async () => {
  const { app, open } = visit;
  await open("/app/loyalty/activity-log");
  for (const words of [
    "Changed an achievement",
    "Deleted an achievement",
    "Changed a challenge",
    "Ended a challenge",
    "Showed or hid the leaderboard",
  ])
    await app.getByText(words).first().waitFor();
  await usableOnDeskAndPhone(visit, "achievement-changes");
});

/** Two members who asked for it, with points of this month. Returns their first names. */
async function askedToBeShown(): Promise<string[]> {
  const database = new pg.Client({ connectionString: running().databaseUrl });
  await database.connect();
  try {
    const { rows } = await database.query<{ shop_id: string; id: string; first_name: string }>(
      `SELECT shop_id, id, first_name FROM customer
       WHERE first_name <> '' AND last_name <> '' AND merged_into_id IS NULL ORDER BY id LIMIT 2`,
    );
    for (const [place, { shop_id, id }] of rows.entries()) {
      await database.query(
        `INSERT INTO loyalty_profile (shop_id, customer_id, leaderboard) VALUES ($1, $2, true)
         ON CONFLICT (shop_id, customer_id) DO UPDATE SET leaderboard = true`,
        [shop_id, id],
      );
      await database.query(
        `INSERT INTO month_points (shop_id, month, customer_id, points)
         SELECT id, to_char(now() AT TIME ZONE timezone, 'YYYY-MM'), $2, $3 FROM shop WHERE id = $1
         ON CONFLICT (shop_id, month, customer_id) DO UPDATE SET points = excluded.points`,
        [shop_id, id, 900 - 100 * place],
      );
    }
    return rows.map(({ first_name }) => first_name);
  } finally {
    await database.end();
  }
}
