import { expect, test } from "vitest";

import type { CustomerClaim } from "./claims.ts";
import { Identity, type IdentityInput } from "./identity.ts";

const march = (day: number) => new Date(Date.UTC(2026, 2, day));

test("a guest's record merges into the Shopify customer that turns out to hold the email", () => {
  const identity = learn({ guests: [{ email: "ada@x.test", at: march(1) }] });
  identity.learn(input({ claims: [claim(1n, "ada@x.test", 5)] }));

  expect(identity.merges).toMatchObject([{ reason: "same_email" }]);
  expect(identity.ofEmail("ada@x.test")).toBe(identity.ofShopifyId(1n));
});

test("two Shopify customers are not merged by an email: it goes to who held it last", () => {
  const identity = learn({
    claims: [claim(2n, "shared@x.test", 9), claim(1n, "shared@x.test", 5)],
  });

  expect(identity.merges).toEqual([]);
  expect(identity.ofEmail("shared@x.test")).toBe(identity.ofShopifyId(2n));
  expect(identity.ofShopifyId(1n)).not.toBe(identity.ofShopifyId(2n));
});

test("an email that goes on to another customer takes its guest orders along", () => {
  const identity = learn({ claims: [claim(1n, "shared@x.test", 5)] });
  identity.learn(input({ claims: [claim(2n, "shared@x.test", 9)] }));

  expect(identity.takeovers).toMatchObject([
    { fromId: identity.ofShopifyId(1n), toId: identity.ofShopifyId(2n) },
  ]);
});

test("an email that goes on twice at once takes its guest orders to the last who holds it", () => {
  const identity = learn({ claims: [claim(1n, "shared@x.test", 5)] });
  identity.learn(input({ claims: [claim(2n, "shared@x.test", 7), claim(3n, "shared@x.test", 9)] }));

  const last = identity.ofShopifyId(3n);
  expect(identity.takeovers).toMatchObject([
    { fromId: identity.ofShopifyId(1n), toId: last },
    { fromId: identity.ofShopifyId(2n), toId: last },
  ]);
});

test("customers that Shopify merged are one, also when the merge is heard of first, or in a circle", () => {
  const merge = (kept: bigint, merged: bigint) => ({
    keptShopifyId: kept,
    mergedShopifyId: merged,
    at: march(3),
  });
  const identity = learn({ merges: [merge(1n, 2n), merge(2n, 3n), merge(3n, 1n)] });
  identity.learn(input({ claims: [claim(3n, "c@x.test", 1)] }));

  expect(identity.ofShopifyId(2n)).toBe(identity.ofShopifyId(1n));
  expect(identity.ofShopifyId(3n)).toBe(identity.ofShopifyId(1n));
  expect(identity.ofEmail("c@x.test")).toBe(identity.ofShopifyId(1n));
  expect(identity.merges).toHaveLength(2);
});

test("what is said later about a customer holds, whichever is heard first", () => {
  const [early, late] = [claim(1n, "old@x.test", 1), claim(1n, "new@x.test", 2)];
  for (const claims of [
    [early, late],
    [late, early],
  ]) {
    const [person] = learn({ claims }).created;
    expect(person).toMatchObject({ email: "new@x.test", createdAt: march(1) });
  }
});

test("a deleted customer is nobody, and stays so", () => {
  const identity = learn({ claims: [claim(1n, "ada@x.test", 1)] });
  identity.learn(input({ deletions: [1n] }));
  identity.learn(input({ claims: [claim(1n, "ada@x.test", 9)] }));

  expect(identity.created).toMatchObject([{ redacted: true, email: null, firstName: null }]);
  expect(identity.ofEmail("ada@x.test")).toBeNull();
});

function learn(some: Partial<IdentityInput>): Identity {
  let made = 0;
  const tools = {
    newId: () => `person-${++made}`,
    hash: (kind: string, value: string) => `${kind} ${value}`,
  };
  const identity = new Identity({ people: [], identifiers: [] }, tools);
  identity.learn(input(some));
  return identity;
}

function input(some: Partial<IdentityInput>): IdentityInput {
  return { claims: [], merges: [], mentions: [], deletions: [], guests: [], ...some };
}

function claim(shopifyId: bigint, email: string, day: number): CustomerClaim {
  const nothing = { phone: null, lastName: null, country: null };
  return {
    ...nothing,
    shopifyId,
    email,
    firstName: "Ada",
    asOf: march(day),
    createdAt: march(day),
  };
}
