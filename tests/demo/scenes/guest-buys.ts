import { until } from "#tests/support/wait.ts";

import { act, row, rows, type Stage, type StoryOrder } from "../stage.ts";

type OrderRow = { id: string; name: string; customer_id: string; financial_state: string };
type LineRow = { sku: string; paid_minor: string };

/** Someone without an account buys two things; they are paid, shipped and delivered. Returns the order. */
export async function guestBuys(stage: Stage): Promise<StoryOrder> {
  const { report, page, running } = stage;
  report.scene("A guest buys two things, and they arrive");

  await page.goto(`${running.storefront.url}/products`);
  const products = await page
    .locator(".card__link")
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  const quotes: number[] = [];
  for (const product of products) {
    if (quotes.length === 2) break;
    await page.goto(product);
    const quote = await quotedPoints(stage);
    if (quote === null) continue;
    quotes.push(quote);
    await page.getByRole("button", { name: "Add to cart" }).click();
  }
  await page.goto(`${running.storefront.url}/cart`);
  await page.getByRole("button", { name: "Check out" }).click();
  await page.getByLabel("Email").fill(stage.email);
  await page.getByRole("button", { name: "Pay now" }).click();
  await page.waitForURL(/\/orders\//);

  const order = await untilPaid(stage);
  await act(stage, `orders/${order.id}/ship`, {
    trackingNumber: "TRACK-1",
    trackingCompany: "Royal Mail",
  });
  await act(stage, `orders/${order.id}/deliver`);

  const events = async () =>
    (
      await rows<{ type: string }>(
        stage,
        `SELECT DISTINCT type FROM event WHERE order_id = $1 AND type LIKE 'order.%' AND type <> 'order.changed' ORDER BY type`,
        [order.id],
      )
    ).map(({ type }) => type);
  const happened = ["order.delivered", "order.paid", "order.placed", "order.shipped"];
  await until("the parcel is known to have arrived", async () =>
    (await events()).includes("order.delivered"),
  ).catch(() => undefined);
  report.check("what happened to the order", await events(), happened);

  const lines = await rows<LineRow>(
    stage,
    `SELECT sku, (quantity * price_minor - discount_minor)::text AS paid_minor FROM order_line WHERE order_id = $1 ORDER BY id`,
    [order.id],
  );
  const [first, second] = lines;
  if (!first || !second) throw new Error(`the order has ${lines.length} lines, not two`);
  const paid: [number, number] = [Number(first.paid_minor), Number(second.paid_minor)];
  report.check(
    "points quoted on the two product pages",
    quotes.toSorted(ascending),
    paid.map(wholePoints).toSorted(ascending),
  );

  const earned = wholePoints(paid[0] + paid[1]);
  await until(
    "the points wait for their owner",
    async () => (await waiting(stage, order.customer_id)) === earned,
  ).catch(() => undefined);
  // Whoever typed the address may not be its owner: they are there to spend once that one has signed in.
  report.check(
    "points that wait on the guest's record",
    await waiting(stage, order.customer_id),
    earned,
  );
  report.check("points that a guest can spend", await available(stage, order.customer_id), 0);
  return {
    id: order.id,
    name: order.name,
    customerId: order.customer_id,
    linesMinor: paid,
    skus: [first.sku, second.sku],
  };
}

/** One point a whole unit of money, rounded down: the demo shop's rule. */
export function wholePoints(minor: number): number {
  return Math.floor(minor / 100);
}

/** What the account can spend now. */
export async function available(stage: Stage, customerId: string): Promise<number | null> {
  const account = await row<{ available: string }>(
    stage,
    `SELECT available FROM ledger_account WHERE customer_id = $1`,
    [customerId],
  );
  return account && Number(account.available);
}

/** What the account holds but cannot spend yet. */
async function waiting(stage: Stage, customerId: string): Promise<number | null> {
  const account = await row<{ pending: string }>(
    stage,
    `SELECT pending FROM ledger_account WHERE customer_id = $1`,
    [customerId],
  );
  return account && Number(account.pending);
}

/** Waits until the account holds this many points. What it holds in the end is for the report to say. */
export async function untilAvailable(
  stage: Stage,
  customerId: string,
  points: number,
): Promise<void> {
  await until(
    "the points are there",
    async () => (await available(stage, customerId)) === points,
  ).catch(() => undefined);
}

async function quotedPoints({ page }: Stage): Promise<number | null> {
  const line = page.locator("[data-encore-earn-text]");
  if (!(await line.isVisible())) return null;
  const digits = ((await line.textContent()) ?? "").replace(/\D/g, "");
  return digits === "" ? null : Number(digits);
}

async function untilPaid(stage: Stage): Promise<OrderRow> {
  let order: OrderRow | null = null;
  await until("the guest's order is known to be paid", async () => {
    order = await row<OrderRow>(
      stage,
      `SELECT o.id, o.name, o.customer_id, o.financial_state FROM "order" o
       JOIN customer c ON c.shop_id = o.shop_id AND c.id = o.customer_id
       WHERE lower(c.email) = lower($1) AND o.financial_state = 'paid'`,
      [stage.email],
    );
    return order !== null;
  });
  return order as unknown as OrderRow;
}

function ascending(a: number, b: number): number {
  return a - b;
}
