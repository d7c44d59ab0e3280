import { afterAll, beforeAll, expect, test } from "vitest";

import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { running } from "#tests/support/e2e/shop-of-its-own.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";
import { until } from "#tests/support/wait.ts";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

async function act(path: string, body: object): Promise<void> {
  const { standIn, shop } = running();
  const reply = await fetch(`${standIn.url}/control/${shop.handle}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
}

const card = (title: string) =>
  visit.app
    .locator(".Polaris-LegacyCard, .Polaris-ShadowBevel")
    .filter({ has: visit.app.getByRole("heading", { name: title, exact: true }) });
const dialog = () => visit.app.getByRole("dialog");
const log = () => visit.app.getByRole("table", { name: "Changes, latest first" });

/** Opens the page of somebody who has ordered often, and returns its address. */
async function openPerson(nth = 2): Promise<string> {
  const { app, open, address } = visit;
  await open("/app/customers?sort=orders&direction=desc");
  await app.getByRole("main").getByRole("link").nth(nth).click();
  await app.getByRole("heading", { name: "Customer identity" }).waitFor();
  await expect.poll(address).toMatch(/customers\/[0-9a-f-]{36}$/);
  return address();
}

/** Opens the page of somebody whom Encore is about to hear of. */
async function found(search: string, name: string): Promise<void> {
  const person = visit.app.getByRole("main").getByRole("link", { name });
  await until(`${name} is known`, async () => {
    await visit.open(`/app/customers?search=${encodeURIComponent(search)}`);
    return (await person.count()) > 0;
  });
  await person.first().click();
  await visit.app.getByRole("heading", { name: "Customer identity" }).waitFor();
}

test("a tier is set until a day, told on the page and in the log, and ended again", async () => {
  const { app, page, open } = visit;
  const person = await openPerson();
  await app.getByRole("button", { name: "Set tier" }).click();
  await dialog().getByRole("combobox", { name: "Tier" }).selectOption("Ambassador");
  await dialog().getByLabel("Last day").fill("2020-01-31");
  await dialog().getByRole("button", { name: "Set tier" }).click();
  await page.getByText("Nothing was changed: that day is over").waitFor();

  await app.getByRole("button", { name: "Set tier" }).click();
  await dialog().getByRole("combobox", { name: "Tier" }).selectOption("Ambassador");
  await dialog().getByLabel("Last day").fill("2099-01-31");
  await usableOnDeskAndPhone(visit, "customer-set-tier");
  await dialog().getByRole("button", { name: "Set tier" }).click();
  await page.getByText("Tier set").first().waitFor();
  await card("Loyalty program").getByText("Set by your shop, up to 1 Feb 2099").waitFor();
  await app
    .locator(".encore-activity")
    .filter({ hasText: "“Ambassador”, which your shop gave them" })
    .first()
    .waitFor();

  await app.getByRole("button", { name: "Set tier" }).click();
  await dialog().getByRole("combobox", { name: "Tier" }).selectOption("What they have earned");
  await dialog().getByText("The tier that was set ends now").waitFor();
  await dialog().getByRole("button", { name: "Set tier" }).click();
  await page.getByText("The tier is what they have earned").waitFor();
  await expect.poll(() => app.getByText("Set by your shop").count()).toBe(0);

  await open("/app/loyalty/activity-log?what=people");
  await log().getByText("Set a customer’s tier").first().waitFor();
  await log().getByText("Ended a tier that was set by hand").first().waitFor();
  await open(person);
});

test("points are adjusted with a look ahead and a reason, and that is undone once", async () => {
  const { app, page } = visit;
  await openPerson(3);
  await app.getByRole("button", { name: "Adjust points" }).click();
  const preview = dialog().getByText(/^Points to spend: /);
  const before = Number((await preview.innerText()).replaceAll(/\D/g, ""));
  await dialog().getByRole("textbox", { name: "Points" }).fill("125");
  const number = (value: number) => value.toLocaleString("en");
  await dialog()
    .getByText(`Points to spend: ${number(before)} → ${number(before + 125)}`)
    .waitFor();
  await dialog().getByRole("button", { name: "Give points" }).click();
  await dialog().getByText("Say why, for your team.").waitFor();
  await usableOnDeskAndPhone(visit, "customer-adjust");
  await dialog().getByRole("textbox", { name: "Reason" }).fill("Parcel was late");
  await dialog().getByRole("button", { name: "Give points" }).click();
  await page.getByText("Points changed").first().waitFor();
  await card("Points").getByText("For your team: Parcel was late").first().waitFor();

  const undo = app.getByRole("button", { name: "Undo: +125" });
  await undo.click();
  await dialog().getByText("125 points are taken back").waitFor();
  await dialog().getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByText("Adjustment undone").waitFor();
  await card("Points").getByText("Your shop undid that it had given them.").waitFor();
  expect(await undo.count()).toBe(0);
  await card("Points").getByText("Undone", { exact: true }).first().waitFor();
});

test("a reward is given for nothing, is made, and is named in what happened", async () => {
  const { app, page, open } = visit;
  const person = await openPerson(4);
  await app.getByRole("button", { name: "Give a reward" }).click();
  const chosen = dialog().getByRole("combobox", { name: "Reward" });
  await chosen.selectOption("Free shipping");
  await usableOnDeskAndPhone(visit, "customer-give-reward");
  await dialog().getByRole("button", { name: "Give reward" }).click();
  await page.getByText("“Free shipping” is being made for them").waitFor();
  const given = app
    .getByRole("table", { name: "Rewards, latest first" })
    .getByRole("row")
    .filter({ hasText: "Free shipping" })
    .first();
  await given.getByText("Ready to use").waitFor({ timeout: 60_000 });
  await given.getByText("Given").waitFor();
  await open(person);
  await app
    .locator(".encore-activity")
    .filter({ hasText: "Got “Free shipping” to use" })
    .first()
    .waitFor();
  await usableOnDeskAndPhone(visit, "customer-page");
});

test("who is excluded is told so, cannot be given anything, and takes part again", async () => {
  const { app, page, open } = visit;
  const person = await openPerson(5);
  await app.getByRole("button", { name: "Exclude from the program" }).click();
  await dialog().getByText("what they bought meanwhile gives no").waitFor();
  await dialog().getByRole("button", { name: "Exclude", exact: true }).click();
  await page.getByText("Excluded from the program").first().waitFor();
  await app.getByText(/^Excluded from your program since/).waitFor();
  expect(await app.getByRole("button", { name: "Set tier" }).count()).toBe(0);
  expect(await app.getByRole("button", { name: "Give a reward" }).count()).toBe(0);
  await usableOnDeskAndPhone(visit, "customer-excluded");
  await open("/app/loyalty/activity-log?what=people");
  await log().getByText("Excluded a customer from the program").first().waitFor();

  await open(person);
  await app.getByRole("button", { name: "Include in the program" }).click();
  await dialog().getByRole("button", { name: "Include", exact: true }).click();
  await page.getByText("They take part in the program again").waitFor();
  await app.getByRole("button", { name: "Set tier" }).waitFor();
});

test("orders lead to Shopify, from the list, what happened and the points", async () => {
  const { app } = visit;
  await openPerson();
  const hrefs = async (title: string) => {
    const links = card(title).getByRole("link", { name: /^#\d+/ });
    await links.first().waitFor();
    return links.first().getAttribute("href");
  };
  for (const title of ["Orders", "Activity", "Points"])
    expect(await hrefs(title), title).toMatch(/^https:\/\/[\w.-]+\/admin\/orders\/\d+$/);
  await app.getByText(/^\d+ of \d+ earned$/).waitFor();
  await app
    .getByText(/^To .*: .* of .*/)
    .first()
    .waitFor();
});

test("somebody who has nothing yet, with a long name or an Arabic one, and their tags and note", async () => {
  const { app } = visit;
  await act("customers", {
    email: "fatima@example.com",
    firstName: "فاطمة الزهراء",
    lastName: "بنت عبد الرحمن",
    tags: ["vip", "wholesale"],
    note: "تفضل التواصل بالبريد",
  });
  await found("fatima@example.com", "فاطمة الزهراء");
  await card("About them").getByText("wholesale").waitFor();
  await card("About them").getByText("تفضل التواصل بالبريد").waitFor();
  await card("Loyalty program").getByText("None yet").waitFor();
  await usableOnDeskAndPhone(visit, "customer-arabic");

  const long = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft";
  await act("customers", {
    email: `${long.toLowerCase()}@example.com`.slice(-60),
    firstName: "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff",
    lastName: long,
  });
  await found("Hubert", "Hubert Blaine");
  await card("Referrals").getByText("They have no referral link yet").waitFor();
  await usableOnDeskAndPhone(visit, "customer-long");
  expect(await app.getByText("Invalid").count()).toBe(0);
});
