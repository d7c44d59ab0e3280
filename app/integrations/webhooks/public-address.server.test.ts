import { expect, test } from "vitest";

import { isLoopback, isPublicAddress } from "./public-address.server.ts";

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "172.31.255.255",
  "192.168.1.1",
  "169.254.169.254",
  "0.0.0.0",
  "100.64.0.1",
  "::1",
  "::",
  "fe80::1",
  "fd00::1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "::127.0.0.1",
  "::ffff:169.254.169.254",
  "::ffff:a00:1",
  "64:ff9b::10.0.0.1",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::1",
  "2001::1",
  "2001:db8::1",
  "3fff::1",
  "5f00::1",
  "100::1",
  "fec0::1",
  "ff02::1",
  "fe80::1%eth0",
  "192.0.0.1",
  "192.0.2.1",
  "192.88.99.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "255.255.255.255",
  "127.1",
  "0x7f000001",
  "not an address",
])("%s is not of the open internet", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["8.8.8.8", "172.32.0.1", "2606:4700::1111", "192.169.0.1"])("%s is", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each(["127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1"])("%s is this machine", (address) => {
  expect(isLoopback(address)).toBe(true);
});

test.each(["128.0.0.1", "::2", "127.1", "localhost", "127.0.0.1.example.com", ""])(
  "%s is not this machine",
  (address) => {
    expect(isLoopback(address)).toBe(false);
  },
);
