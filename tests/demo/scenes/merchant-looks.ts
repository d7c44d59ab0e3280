import type { FrameLocator } from "playwright-core";

import { row, type Stage, type StoryOrder } from "../stage.ts";
import { currentCustomer } from "./come-back-as-member.ts";
import { available } from "./guest-buys.ts";

/** The merchant opens the admin and sees what the database holds. */
export async function merchantLooks(stage: Stage, order: StoryOrder): Promise<void> {
  const { report } = stage;
  report.scene("The merchant looks at the admin");
  const customer = await currentCustomer(stage);
  const points = (await available(stage, customer.id)) ?? 0;
  const totals = await row<{ customers: number }>(
    stage,
    `SELECT count(*)::int AS customers FROM customer WHERE merged_into_id IS NULL AND redacted_at IS NULL`,
  );

  const home = await open(stage, "");
  report.check("Home counts the customers", await says(home, number(totals?.customers ?? 0)), true);
  const found = await open(
    stage,
    `/customers?search=${encodeURIComponent(stage.email.toLowerCase())}`,
  );
  report.check("Customers finds the person by email", await says(found, "Noor van den Berg"), true);
  const person = await open(stage, `/customers/${customer.id}`);
  report.check("the customer's page shows the order", await says(person, order.name), true);
  report.check("… and the points", await says(person, number(points)), true);
  const segments = await open(stage, "/segments");
  const buyers = await row<{ customers: number }>(
    stage,
    "SELECT count(*)::int AS customers FROM customer_score",
  );
  const enough = (buyers?.customers ?? 0) >= 50;
  const groups = enough ? "Champions" : "Too few customers for five groups yet";
  report.check(
    "Segments shows the groups, or that there are too few",
    await says(segments, groups),
    true,
  );
  const loyalty = await open(stage, "/loyalty");
  report.check("Loyalty shows the latest points", await says(loyalty, order.name), true);
  const deliveries = await open(stage, "/settings/deliveries");
  report.check(
    "Settings shows the delivery that could not be read",
    await says(deliveries, "orders/paid"),
    true,
  );
}

async function open({ page, running }: Stage, path: string): Promise<FrameLocator> {
  await page.goto(`${running.admin.url}/app${path}`);
  const app = page.frameLocator("iframe");
  await app.locator("h1").first().waitFor({ timeout: 30_000 });
  return app;
}

async function says(app: FrameLocator, words: string): Promise<boolean> {
  const seen = app.getByText(words, { exact: false }).first();
  return seen.waitFor({ state: "attached", timeout: 15_000 }).then(
    () => true,
    () => false,
  );
}

function number(value: number): string {
  return new Intl.NumberFormat("en").format(value);
}
