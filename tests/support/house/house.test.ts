import { expect, test } from "vitest";

import { folderCircles } from "./folder-circles.ts";
import type { Imports } from "./imports.ts";
import { onlyOnce } from "./shared-pieces.ts";

test("folders that import each other are found, also by way of a third", () => {
  const imports: Imports = new Map([
    ["app/loyalty/tiers/tier.ts", ["app/loyalty/earning/rule.ts"]],
    ["app/loyalty/earning/rule.ts", ["app/loyalty/program/program.ts"]],
    ["app/loyalty/program/program.ts", ["app/loyalty/tiers/perks.ts"]],
    ["app/orders/facts.ts", ["app/loyalty/tiers/tier.ts"]],
  ]);

  expect(folderCircles(imports)).toEqual([
    ["app/loyalty/earning", "app/loyalty/program", "app/loyalty/tiers"],
  ]);
});

test("a folder and its own parts are one, and a view is a door of its own", () => {
  const imports: Imports = new Map([
    ["app/orders/facts.ts", ["app/orders/writing/write-facts.server.ts"]],
    ["app/orders/writing/write-facts.server.ts", ["app/orders/facts.ts"]],
    ["app/loyalty/view.server.ts", ["app/loyalty/tiers/tier.ts"]],
    ["app/loyalty/tiers/tier.ts", ["app/customers/names.ts"]],
    ["app/customers/list/list.server.ts", ["app/loyalty/view.server.ts"]],
  ]);

  expect(folderCircles(imports)).toEqual([]);
});

test("a shared piece that one section alone reaches is found, also behind another piece", () => {
  const imports: Imports = new Map([
    ["app/routes/admin/home/route.tsx", ["app/ui/layout/card.tsx"]],
    [
      "app/routes/admin/customers/list/route.tsx",
      ["app/ui/layout/card.tsx", "app/ui/tables/table.tsx"],
    ],
    ["app/routes/admin/customers/detail/route.tsx", ["app/ui/tables/table.tsx"]],
    ["app/ui/tables/table.tsx", ["app/ui/tables/cell.tsx"]],
    ["app/ui/tables/cell.tsx", []],
    ["app/ui/layout/card.tsx", []],
  ]);

  expect(onlyOnce(imports)).toEqual(["app/ui/tables/cell.tsx", "app/ui/tables/table.tsx"]);
});
