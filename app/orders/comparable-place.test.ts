import { expect, test } from "vitest";

import { comparableAddress, comparableIp } from "./comparable-place.ts";
import { ownAttributes } from "./from-webhook/own-attributes.ts";

const home = { address1: "12 Hauptstraße", zip: "10115", city: "Berlin", country: "DE" };

test.each([
  { ...home, address1: "12, HAUPTSTRASSE" },
  { ...home, address1: "12 Hauptstr." },
  { ...home, city: " berlin " },
  { ...home, zip: "101 15" },
])("the same house, written another way: $address1 $zip $city", (written) => {
  expect(comparableAddress(written)).toBe(comparableAddress(home));
});

test("accents, abbreviations and the word before a flat's number make no other house", () => {
  const rue = {
    address1: "3 Avenue Émile Zola",
    address2: "Apt. 4 B",
    city: "Lyon",
    country: "FR",
  };
  const short = { address1: "3 ave Emile-Zola", address2: "4b", city: "Lyon", country: "FR" };
  expect(comparableAddress(short)).toBe(comparableAddress(rue));
});

test("another flat, another number, another town are other houses", () => {
  const others = [{ address1: "13 Hauptstraße" }, { address2: "Flat 2" }, { city: "Bonn" }];
  for (const other of others)
    expect(comparableAddress({ ...home, ...other })).not.toBe(comparableAddress(home));
});

test("too little says nothing", () => {
  expect(comparableAddress(null)).toBeNull();
  expect(comparableAddress({ ...home, address1: "" })).toBeNull();
  expect(comparableAddress({ address1: "12 Hauptstraße" })).toBeNull();
});

test("a household's IPv6 addresses are one; an IPv4 address is itself; nowhere is nothing", () => {
  expect(comparableIp("2001:db8:0:7::1")).toBe(comparableIp("2001:0DB8:0000:0007:a:b:c:d"));
  expect(comparableIp("2001:db8:0:8::1")).not.toBe(comparableIp("2001:db8:0:7::1"));
  expect(comparableIp("::ffff:203.0.113.9")).toBe("203.0.113.9");
  expect(comparableIp("0.0.0.0")).toBeNull();
  expect(comparableIp(undefined)).toBeNull();
});

test("of an order's note attributes only Encore's own are kept", () => {
  const noted = [
    ["gift_note", "For Ada"],
    ["_encore_ref", "a visit"],
    ["_encore_odd", 5],
    [null, "x"],
  ] as const;
  expect(ownAttributes(noted)).toEqual({ _encore_ref: "a visit" });
});
