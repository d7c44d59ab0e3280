import { expect, test } from "vitest";

import { exactSearch } from "./exact-search.ts";

const german = { country: "DE", orderName: "#1042" };

test.each([
  "+49 170 1234567",
  "0170 1234567",
  "(0170) 123-4567",
  "0170/1234567",
  "0049 170 1234567",
  "491701234567",
  "\u202a+49 170 1234567\u202c",
  "٠١٧٠ ١٢٣٤٥٦٧",
])("the phone number %s is read as Shopify keeps it", (typed) => {
  expect(exactSearch(typed, german).phones).toContain("+491701234567");
});

test("without a country, or in another, a number is what it says there", () => {
  expect(exactSearch("0170 1234567", { country: null, orderName: null }).phones).not.toContain(
    "+491701234567",
  );
  expect(exactSearch("07911 123456", { country: "GB", orderName: null }).phones).toContain(
    "+447911123456",
  );
  expect(exactSearch("+44 7911 123456", german).phones).toContain("+447911123456");
  expect(exactSearch("ann 0170 1234567", german).phones).toEqual([]);
});

test("an order is known by its number, with or without what stands around it", () => {
  expect(exactSearch("1001", german).orderNames).toContain("#1001");
  expect(exactSearch("#1001", german).orderNames).toContain("#1001");
  const own = { country: null, orderName: "EN1042-B" };
  expect(exactSearch("1001", own).orderNames).toContain("EN1001-B");
  expect(exactSearch("en1001-b", own).orderNames).toContain("EN1001-B");
});

test("Shopify's ids are numbers, or the addresses that its API gives them", () => {
  expect(exactSearch("788032119674292922", german).customerId).toBe(788032119674292922n);
  expect(exactSearch("gid://shopify/Customer/501", german)).toMatchObject({
    customerId: 501n,
    orderId: null,
  });
  expect(exactSearch("gid://shopify/Order/501", german)).toMatchObject({
    customerId: null,
    orderId: 501n,
  });
  // No number of PostgreSQL's is so large.
  expect(exactSearch("9999999999999999999", german).customerId).toBeNull();
});
