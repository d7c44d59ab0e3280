import type { ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import {
  candidates,
  type CustomerFilter,
  matches,
  searchFor,
} from "./customers-matching.server.ts";
import { findExactly } from "./find-exactly.server.ts";
import { searchPatterns } from "./search-words.ts";

/** People of the customers list: those who were ticked, or all whom a search and filters find. */
export type PeopleOfList =
  | { ids: string[] }
  | { search?: string | undefined; segment?: string | undefined; stage?: string | undefined };

/** A query of their ids, as `id`. */
export async function peopleOfList(tx: ShopTx, people: PeopleOfList): Promise<Prisma.Sql> {
  const { shopId } = tx;
  const filter = await filterOf(tx, people);
  return Prisma.sql`
    SELECT c.id FROM ${candidates(shopId, filter)} WHERE ${matches(shopId, filter, Prisma.sql`c.id`)}`;
}

/** How the list finds them. */
export async function filterOf(tx: ShopTx, people: PeopleOfList): Promise<CustomerFilter> {
  if ("ids" in people) return { patterns: [], isRare: false, ids: people.ids };
  const { search = "", segment, stage } = people;
  const exact = search ? [...(await findExactly(tx, search)).keys()] : [];
  return { ...(await searchFor(tx, searchPatterns(search), exact)), segment, stage };
}

/** How many they are, one by one. */
export async function countPeople(tx: ShopTx, people: PeopleOfList): Promise<number> {
  const [counted] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (${await peopleOfList(tx, people)}) people`;
  return counted?.count ?? 0;
}
