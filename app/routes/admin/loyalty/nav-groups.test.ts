import { expect, test } from "vitest";

import { groupOf, navGroups, pageOf } from "./nav-groups.ts";

test("an address belongs to the page whose part it is, and to its group", () => {
  expect(pageOf("/app/loyalty").name).toBe("Earning");
  expect(groupOf("/app/loyalty").name).toBe("Program");
  expect(pageOf("/app/loyalty/rewards/new").name).toBe("Rewards");
  expect(groupOf("/app/loyalty/achievements/challenges/new").name).toBe("Rewards");
  expect(pageOf("/app/loyalty/earning-actions").name).toBe("Earning actions");
  expect(groupOf("/app/loyalty/imports/1").name).toBe("Operations");
});

test("every page stands in one group", () => {
  const paths = navGroups.flatMap(({ pages }) => pages.map(({ path }) => path));
  expect(new Set(paths).size).toBe(paths.length);
});
