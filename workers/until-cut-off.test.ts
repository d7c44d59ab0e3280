import { expect, test } from "vitest";

import { CutOff } from "#app/ground/retry.ts";

import { untilCutOff } from "./until-cut-off.ts";

test("work is waited for until it is cut off, and not begun after", async () => {
  const ending = new AbortController();
  let finish = () => undefined as void;
  const long = untilCutOff(ending.signal, () => new Promise<void>((done) => (finish = done)));
  expect(await untilCutOff(ending.signal, () => Promise.resolve("done"))).toBe("done");
  await expect(untilCutOff(ending.signal, () => Promise.reject(new Error("down")))).rejects.toThrow(
    "down",
  );

  ending.abort();
  await expect(long).rejects.toThrow(CutOff);
  // What it comes to is nobody's any more.
  finish();
  let begun = false;
  const late = untilCutOff(ending.signal, async () => void (begun = true));
  await expect(late).rejects.toThrow(CutOff);
  expect(begun).toBe(false);
});
