import { afterAll, beforeAll, expect, test } from "vitest";

import { openVisitor, type Visitor } from "#tests/integration/stand-in/visitor.ts";
import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { running } from "#tests/support/e2e/shop-of-its-own.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";
import { until } from "#tests/support/wait.ts";

const PAGE = "/app/loyalty/referrals";
const CONNECTION = "198.51.100.77";

let visit: Visit;
let other: Visit;
beforeAll(async () => {
  visit = await visitAdmin();
  other = await visitAdmin();
});
afterAll(() => Promise.all([visit.close(), other.close()]));

const save = ({ page } = visit) => page.getByRole("button", { name: "Save", exact: true });

async function act<Answer>(path: string, body: object): Promise<Answer> {
  const { standIn, shop } = running();
  const reply = await fetch(`${standIn.url}/control/${shop.handle}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as Answer;
}

const openShop = (): Visitor => openVisitor(`${running().storefront.url}/`);

test("referrals are switched on, with a bonus, and stay as they were saved", async () => {
  const { app, page, open } = visit;
  await open(PAGE);
  await app.getByLabel("Customers can bring friends").check();
  await app.getByLabel("Points for the advocate").fill("300");
  await app.getByLabel("The friend buys for at least").fill("5");
  await app.getByRole("button", { name: "Add a bonus" }).click();
  await app.getByLabel("Friends of bonus 1").fill("3");
  await app.getByLabel("Points of bonus 1").fill("500");
  await app.getByRole("textbox", { name: "WhatsApp" }).fill("Look at this: {link}");
  await save().click();
  await page.getByText("Referrals saved").first().waitFor();

  await open(PAGE);
  expect(await app.getByLabel("Points for the advocate").inputValue()).toBe("300");
  expect(await app.getByLabel("Points of bonus 1").inputValue()).toBe("500");
  expect(await app.getByLabel("The friend buys for at least").inputValue()).toMatch(/^5(\.00)?$/);
});

test("what cannot be is said at its field", async () => {
  const { app, page, open } = visit;
  await open(PAGE);
  await app.getByLabel("A link counts for").fill("for ever");
  await app.getByText("Enter a number of days, such as 30.").waitFor();
  await save().click();
  await page.getByText("Not saved: some fields need another look").waitFor();
  await page.getByRole("button", { name: "Discard" }).click();
});

test("nobody saves over what somebody else has changed without knowing", async () => {
  await visit.open(PAGE);
  await other.open(PAGE);
  await other.app.getByLabel("Points for the advocate").fill("350");
  await save(other).click();
  await other.page.getByText("Referrals saved").first().waitFor();

  await visit.app.getByLabel("A link counts for").fill("20");
  await save().click();
  await visit.page.getByText("somebody else changed this meanwhile").waitFor();
  await visit.page.getByRole("button", { name: "Discard" }).click();
  const points = visit.app.getByLabel("Points for the advocate");
  await expect.poll(() => points.inputValue()).toBe("350");
  await points.fill("300");
  await save().click();
  await visit.page.getByText("Referrals saved").first().waitFor();
});

test("a friend from the advocate's own connection waits for a look, and counts once somebody says so", async () => {
  const { app, page, open } = visit;
  const { customer: advocate } = await act<{ customer: { id: string } }>("customers", {
    email: "rita@referrals.example",
    firstName: "Rita",
    lastName: "Rufer",
    state: "enabled",
  });
  const lines = [{ title: "Tea", price: "30.00", quantity: 2 }];
  await act("orders", { customerId: advocate.id, lines, browserIp: CONNECTION });
  const code = await rita();
  const { html } = await openShop().get(`apps/encore/r/${code}`);
  const [, visitId = ""] = /value="([0-9a-f-]{36})"/.exec(html) ?? [];
  expect(visitId).not.toBe("");
  const { order } = await act<{ order: { number: number } }>("orders", {
    email: "fritz@referrals.example",
    lines,
    browserIp: CONNECTION,
    attributes: { _encore_ref: visitId },
  });
  const name = `#${order.number}`;

  const waiting = app.getByRole("region", { name: `Referral of order ${name}` });
  await until("the referral waits", async () => {
    await open(PAGE);
    return (await waiting.count()) === 1;
  });
  await waiting.getByText("came from an internet connection that the advocate").waitFor();
  await picture("wide");
  expect(await accessibilityFaults(visit.frame())).toEqual([]);

  await waiting.getByRole("button", { name: `Approve: order ${name}` }).click();
  await page.getByText("Decided").first().waitFor();
  await expect.poll(() => waiting.count()).toBe(0);
  const row = app
    .getByRole("table", { name: /Referrals, latest first/ })
    .getByRole("row", { name });
  await row.getByText("Waiting").waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await picture("phone");
  await page.setViewportSize({ width: 1280, height: 900 });

  await open("/app/loyalty/activity-log");
  await app.getByText("Decided about a referral").first().waitFor();
});

/** Rita's code, once Encore has heard of her. */
async function rita(): Promise<string> {
  const shopper = openShop();
  await shopper.submit("account/login", { email: "rita@referrals.example" });
  let code = "";
  await until("Rita has a code", async () => {
    const { body } = await shopper.json("apps/encore/referrals");
    code = (body as { code?: string }).code ?? "";
    return code !== "";
  });
  return code;
}

async function picture(name: string): Promise<void> {
  const folder = process.env["ENCORE_PICTURES"];
  if (!folder) return;
  const height = await visit.frame().evaluate("document.documentElement.scrollHeight");
  const size = visit.page.viewportSize();
  if (size) await visit.page.setViewportSize({ ...size, height: Number(height) + 80 });
  await visit.page.screenshot({ path: `${folder}/referrals-${name}.png` });
  if (size) await visit.page.setViewportSize(size);
}
