import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** The README's answer to "what happens when an order is refunded?": its files, with the names to look for in each. */
function refundPath(): { file: string; names: string[] }[] {
  const [, list = ""] = read("README.md").split("What happens when an order is refunded");
  const items =
    list
      .split("\n\n")[1]
      ?.split(/^\d\. /m)
      .slice(1) ?? [];
  return items.map((item) => {
    const [file = "", ...names] = [...item.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");
    return { file, names };
  });
}

test("the README leads from a refund's webhook to the rule by four files, and what it names is there", () => {
  const path = refundPath();
  expect(path).toHaveLength(4);
  for (const [index, { file, names }] of path.entries()) {
    const text = read(file);
    expect(names.length, file).toBeGreaterThan(0);
    for (const name of names) expect(text, `${file}: ${name}`).toMatch(new RegExp(`\\b${name}\\b`));
    const next = path[index + 1]?.file;
    if (next) expect(text, `${file} names the next`).toContain(basename(next));
  }
  expect(path.at(-1)?.file, "the rule has no effects").not.toContain(".server.");
});
