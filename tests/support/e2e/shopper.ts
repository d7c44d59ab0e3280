import type { Browser, Page } from "playwright-core";

import { USER_AGENT } from "../browser.ts";
import { until } from "../wait.ts";
import type { OwnShop } from "./shop-of-its-own.ts";

export type Shopper = {
  page: Page;
  /** Set when they have an account. */
  email: string;
  /** Opens a page of the shop in the shopper's language. */
  open(path: string): Promise<void>;
  /** Puts so many of one product into the cart that it earns at least so many points. */
  putIntoCart(points: number): Promise<void>;
  register(email: string): Promise<void>;
  /** Buys what is in the cart. Returns the order's id. */
  checkOut(): Promise<string>;
  /** The number in an element's text. */
  numberIn(selector: string): Promise<number>;
  /** What the account page says there is to spend. */
  balance(): Promise<number>;
  untilBalance(points: number, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
};

/** Somebody at a browser, in front of the shop. Everything is found by what it is, not by its words: they are in any language. */
export async function openShopper(
  browser: Browser,
  shop: OwnShop,
  language: string,
  ip: string,
): Promise<Shopper> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    userAgent: USER_AGENT,
    // Where they are: two people at one address would be looked at before one brings the other points.
    extraHTTPHeaders: { "x-forwarded-for": ip },
  });
  const page = await context.newPage();
  const root = `${shop.running.storefront.url}/${language === "en" ? "" : `${language}/`}`;
  const open = async (path: string) => {
    await page.goto(`${root}${path}`);
  };
  const numberIn = async (selector: string) => {
    const text = await page.locator(selector).first().innerText();
    return Number(text.replaceAll(/[,.\s]/g, "").match(/\d+/)?.[0] ?? (text === "" ? NaN : 0));
  };
  const balance = async () => {
    await open("account");
    return numberIn("main .encore-balance .encore__points");
  };

  const shopper: Shopper = {
    page,
    email: "",
    open,
    numberIn,
    balance,
    putIntoCart: async (points) => {
      await open("products");
      const products = await page
        .locator(".card__link")
        .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
      for (const product of products) {
        await page.goto(product);
        const each = (await page.locator("[data-encore-earn-text]").count())
          ? await numberIn("[data-encore-earn-text]")
          : 0;
        if (!(each >= 8)) continue;
        await page.locator("input[name=quantity]").fill(String(Math.ceil(points / each)));
        await page.locator("form[action*='cart/add'] button").click();
        await page.waitForURL(/\/cart$/);
        return;
      }
      throw new Error("No product of the shop earns points");
    },
    register: async (email) => {
      await open("account/register");
      await page.locator("input[name=first_name]").fill("Salma");
      await page.locator("input[type=email]").fill(email);
      await page.locator("main form button").click();
      await page.waitForURL(/\/account$/);
      shopper.email = email;
    },
    checkOut: async () => {
      await open("checkout");
      await page.locator("button[name=pay]").click();
      await page.waitForURL(/\/orders\//);
      return decodeURIComponent(page.url()).split("/orders/")[1]?.split(".")[0] ?? "";
    },
    untilBalance: (points, timeoutMs = 30_000) =>
      until(`the balance is ${points}`, async () => (await balance()) === points, timeoutMs, 500),
    close: () => context.close(),
  };
  return shopper;
}
