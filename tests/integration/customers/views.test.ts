import { expect, test } from "vitest";

import { addView, changeView, deleteView, listViews } from "#app/customers/list/views.server.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");
const query = { stage: "lapsed", sort: "spent", direction: "desc", columns: ["points"] } as const;
const view = (name: string) => ({ name, query: { ...query, columns: [...query.columns] } });

test("views are the shop's, each with a name of its own, and keep what they show", async () => {
  const [ours, theirs] = [await createShop(), await createShop()];
  const gone = (await addView(ours.id, view("Gone"), at)) ?? "";
  expect(await addView(ours.id, view("Gone"), at)).toBeNull();
  const big = (await addView(ours.id, view("Big"), new Date(at.getTime() + 1))) ?? "";
  expect(await addView(theirs.id, view("Gone"), at)).not.toBeNull();

  expect(await listViews(ours.id)).toEqual([
    { id: gone, ...view("Gone") },
    { id: big, ...view("Big") },
  ]);
  expect(await changeView(ours.id, big, { name: "Gone" })).toBe(false);
  expect(await changeView(ours.id, big, { name: "Big" })).toBe(true);
  expect(await changeView(ours.id, big, { query: { ...view("").query, columns: [] } })).toBe(true);
  expect(await changeView(theirs.id, big, { name: "Theirs" })).toBe(false);

  await deleteView(ours.id, gone);
  expect(await listViews(ours.id)).toMatchObject([{ id: big, query: { columns: [] } }]);
  expect(await listViews(theirs.id)).toHaveLength(1);
});

test("there are no more views than tabs can hold", async () => {
  const shop = await createShop();
  for (let number = 1; number <= 30; number++) await addView(shop.id, view(`View ${number}`), at);
  expect(await addView(shop.id, view("One more"), at)).toBeNull();
});
