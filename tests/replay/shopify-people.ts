import { CustomerInput } from "#tests/stand-in/acts/inputs.ts";

import type { EntryOf } from "./line.schema.ts";
import { BadFile, type Numbered } from "./read-file.ts";
import type { World } from "./world.ts";

/** Everybody who is named other than as a guest; who only signs in later has no account before. */
export function makeCustomers(world: World, lines: readonly Numbered[]): void {
  const members = lines.flatMap(({ entry }) => {
    if (entry.type === "merge" || entry.type === "unmerge") return [entry.from, entry.into];
    if (entry.type === "login" || !("customer" in entry) || entry.customer === undefined) return [];
    return "guest" in entry && entry.guest ? [] : [entry.customer];
  });
  const signedIn = lines.flatMap(({ entry }) => (entry.type === "login" ? [entry.customer] : []));
  const guests = new Set(
    lines.flatMap(({ entry }) => ("guest" in entry && entry.guest ? [entry.customer] : [])),
  );
  const names = new Set([...members, ...signedIn.filter((name) => !guests.has(name))]);
  for (const name of [...names].toSorted()) makeCustomer(world, name, lines);
}

export function namesIn(entry: Numbered["entry"]): string[] {
  if (entry.type === "merge" || entry.type === "unmerge") return [entry.from, entry.into];
  return "customer" in entry && entry.customer !== undefined ? [entry.customer] : [];
}

export function makeCustomer(world: World, name: string, lines: readonly Numbered[]): void {
  const input = CustomerInput.parse({
    email: emailOf(name, lines),
    firstName: name,
    state: "enabled",
  });
  world.customerIds.set(name, world.acts.customers.create(world.shop, input).id);
}

export function emailOf(name: string, lines: readonly Numbered[]): string {
  for (const { entry } of lines)
    if (entry.type === "customer" && entry.customer === name && entry.email) return entry.email;
  return `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ".")}@example.com`;
}

export function merge(world: World, { from, into }: EntryOf<"merge">): void {
  const [kept, merged] = [customerNamed(world, into), customerNamed(world, from)];
  if (kept === merged) throw new BadFile(`${from} and ${into} are one customer already`);
  const gone = world.store.customers.find(world.shop.id, merged);
  if (gone) world.gone.push(gone);
  world.acts.customers.merge(world.shop, kept, merged);
  world.mergedInto.set(from, into);
}

/** Shopify's id of a customer: of whom they were merged into, once they were. */
export function customerNamed(world: World, name: string): string {
  let survivor = name;
  for (let next = world.mergedInto.get(name); next; next = world.mergedInto.get(next))
    survivor = next;
  const id = world.customerIds.get(survivor);
  if (!id) throw new BadFile(`there is no customer ${name}`);
  return id;
}
