import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { openProgram } from "#app/loyalty/program/program.server.ts";
import { handlers } from "#app/reactions.server.ts";
import * as member from "#app/routes/storefront/member.ts";
import { ProductInput } from "#tests/stand-in/acts/inputs.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

let shopify: Connected;
let browser: Browser;
let page: Page;
let address: string;
/** Variants at 10.50 and at 20.00. */
let small = "";
let large = "";

beforeAll(async () => {
  shopify = await connect({ member });
  browser = await launchBrowser();
  const { shop, atShopify } = await shopify.open();
  await openProgram(shop.id);
  const product = shopify.standIn.context.acts.products.create(
    atShopify,
    ProductInput.parse({
      title: "Kettle",
      variants: [
        { title: "Small", price: "10.50" },
        { title: "Large", price: "20.00" },
      ],
    }),
  );
  [small = "", large = ""] = product.variants.map(({ id }) => id);
  await shopify.settle(atShopify);
  await drainReactions(handlers, new AbortController().signal);
  address = `${shopify.standIn.url}/storefront/${atShopify.handle}/products/${product.handle}`;
});
afterAll(async () => {
  await browser.close();
  await shopify.close();
});

beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext()).newPage();
  await page.goto(address);
});

const said = () => page.locator("[data-encore-earn]").innerText();
const promised = (sentence: string) => expect.poll(said).toBe(sentence);
const nothing = () => page.locator("[data-encore-earn]").waitFor({ state: "hidden" });

/** The theme's form as others have it: one hidden field says which variant. */
async function withHiddenField(): Promise<void> {
  await page.locator("select[name=id]").evaluate((select, id) => {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "id" });
    field.value = id;
    select.replaceWith(field);
  }, small);
}

const chooseSilently = (id: string) =>
  page.locator("input[name=id]").evaluate((field: HTMLInputElement, value) => {
    field.value = value;
  }, id);

test("the points follow the quantity, and are rounded as the order's are", async () => {
  await promised("Earn 10 points with this purchase");
  const quantity = page.locator("input[name=quantity]");
  await quantity.fill("2");
  // 2 × 10.50 are 21 points, not twice 10.
  await promised("Earn 21 points with this purchase");
  await quantity.fill("");
  await promised("Earn 10 points with this purchase");
  await quantity.fill("100");
  await promised("Earn 1,050 points with this purchase");
});

test("they follow a variant that is chosen by hand", async () => {
  await page.locator("select[name=id]").selectOption(large);
  await promised("Earn 20 points with this purchase");
});

test("they follow a theme that writes into a hidden field and says nothing of it", async () => {
  await withHiddenField();
  await promised("Earn 10 points with this purchase");
  await chooseSilently(large);
  await promised("Earn 20 points with this purchase");
});

test("they follow a theme that has no form and changes the page's address alone", async () => {
  await page.locator("form[action*='/cart/add']").evaluate((form) => form.remove());
  await promised("Earn 10 points with this purchase");
  await page.evaluate((id) => history.pushState(null, "", `?variant=${id}`), large);
  await promised("Earn 20 points with this purchase");
  await page.goBack();
  await promised("Earn 10 points with this purchase");
});

test("for a variant that nobody told the page of nothing is said, rather than the points of another", async () => {
  await withHiddenField();
  await chooseSilently("404");
  await nothing();
  await chooseSilently(small);
  await promised("Earn 10 points with this purchase");
  await page.locator("input[name=quantity]").fill("1.5");
  await nothing();
});

test("the form of another product beside it does not matter", async () => {
  await page.locator("form[action*='/cart/add']").evaluate((form) => {
    const other = form.cloneNode(true) as HTMLFormElement;
    other.querySelector<HTMLInputElement>("[name=product-id]")!.value = "1";
    other.querySelector<HTMLInputElement>("[name=quantity]")!.value = "9";
    form.before(other);
  });
  await promised("Earn 10 points with this purchase");
});
