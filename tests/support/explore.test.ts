import { spawnSync } from "node:child_process";

import { expect, test } from "vitest";

test.each([
  [["--minutes", "1"], "Say one NAME."],
  [["csv", "money", "--minutes", "1"], "Say one NAME."],
  [["csv"], "Say for how many --minutes: a number above 0."],
  [["csv", "--minutes", "soon"], "Say for how many --minutes: a number above 0."],
  [["csv", "--minuts", "1"], "Unknown option '--minuts'"],
  [["no-such-test", "--minutes", "1"], 'No random test has "no-such-test" in its path.'],
])("exploring with %j is refused", { timeout: 60_000 }, (asked, message) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "tests/support/explore.ts", ...asked],
    { encoding: "utf8" },
  );
  expect(stderr).toContain(message);
  expect(stderr).toContain("npm run explore -- NAME --minutes N");
  expect(status).toBe(2);
});
