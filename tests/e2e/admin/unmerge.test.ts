import { afterAll, beforeAll, test } from "vitest";

import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { running } from "#tests/support/e2e/shop-of-its-own.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";
import { until } from "#tests/support/wait.ts";

const EMAIL = "tess.two@example.com";

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

test("whom an email had joined is separated, and it is written down who did it, with both their names", async () => {
  const { app, page, open } = visit;
  const lines = [{ title: "Tea", price: "30.00", quantity: 1 }];
  await act("orders", { email: EMAIL, lines });
  // Heard of both at once, Encore would have nobody to join.
  await found(EMAIL);
  await act("customers", { email: EMAIL, firstName: "Tess", lastName: "Two" });
  await found("Tess Two");
  const unmerge = app.getByRole("button", { name: "Unmerge", exact: true });
  await unmerge.waitFor();
  await unmerge.click();
  const dialog = app.getByRole("dialog");
  await dialog.getByText("with the points, the tier").waitFor();
  await usableOnDeskAndPhone(visit, "unmerge-asked");
  await dialog.getByRole("button", { name: "Unmerge customers" }).click();
  await page.getByText("Customers unmerged").first().waitFor();

  await open("/app/loyalty/activity-log?what=people");
  const row = app.getByRole("row").filter({ hasText: "Unmerged two customers" });
  await row.getByRole("link", { name: "Tess Two" }).waitFor();
  await row.getByRole("link", { name: EMAIL }).waitFor();
  await row.getByText("Robin Merchant").waitFor();
  await usableOnDeskAndPhone(visit, "unmerge-written-down");
});

/** Opens the page of somebody, as soon as there is one. */
async function found(name: string): Promise<void> {
  const person = visit.app.getByRole("main").getByRole("link", { name });
  await until(`${name} is known`, async () => {
    await visit.open("/app/customers?search=tess");
    return (await person.count()) > 0;
  });
  await person.first().click();
  await visit.app.getByRole("heading", { name: "Customer identity" }).waitFor();
}
