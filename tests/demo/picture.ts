import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Page } from "playwright-core";
import pg from "pg";

import { launchBrowser, USER_AGENT } from "#tests/support/browser.ts";
import type { Running } from "#tests/support/stack.ts";

// Takes the README's picture from the running demo: `npm start` in one terminal, then this file with tsx in another.
const root = fileURLToPath(new URL("../..", import.meta.url));
const running = JSON.parse(readFileSync(`${root}.encore/running.json`, "utf8")) as Running;
const HEIGHT = 800;
const STYLE = "height:640px;border-radius:10px;box-shadow:0 2px 12px #0003";

const browser = await launchBrowser();
const page = await browser.newPage({ userAgent: USER_AGENT });
const admin = await shoot(page, `${running.admin.url}/app/segments`, 1180);
await signIn(page, await someoneWithPoints());
const account = await shoot(page, `${running.storefront.url}/account`, 420);
await page.goto(`${running.storefront.url}/products`);
const product = await page.locator(".card__link").first().getAttribute("href");
const quote = await shoot(page, new URL(product ?? "", running.storefront.url).href, 420);

await page.setViewportSize({ width: 1710, height: 680 });
await page.setContent(
  `<body style="margin:0;padding:20px;display:flex;gap:20px;background:#e9eeec">${[
    admin,
    account,
    quote,
  ]
    .map((image) => `<img style="${STYLE}" src="data:image/png;base64,${image}">`)
    .join("")}</body>`,
);
writeFileSync(`${root}tests/demo/pictures/encore.png`, await page.screenshot());
await browser.close();

async function shoot(at: Page, url: string, width: number): Promise<string> {
  await at.setViewportSize({ width, height: HEIGHT });
  await at.goto(url);
  await at.waitForLoadState("networkidle");
  return (await at.screenshot()).toString("base64");
}

async function signIn(at: Page, email: string): Promise<void> {
  await at.goto(`${running.storefront.url}/account/login`);
  await at.getByLabel("Email").fill(email);
  await at.getByRole("button", { name: "Sign in" }).click();
  await at.waitForURL(/\/account$/);
}

async function someoneWithPoints(): Promise<string> {
  const database = new pg.Client({ connectionString: running.databaseUrl });
  await database.connect();
  const { rows } = await database.query<{ email: string }>(
    `SELECT c.email FROM customer c JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
     WHERE c.shopify_id IS NOT NULL AND c.email IS NOT NULL AND c.first_name IS NOT NULL
     ORDER BY a.available DESC LIMIT 1`,
  );
  await database.end();
  return rows[0]?.email ?? "";
}
