import { z } from "zod";

import type { PeopleOfList } from "#app/customers/list/people-of-list.server.ts";

const MOST_TICKED = 100;

const text = z
  .string()
  .trim()
  .max(200)
  .transform((value) => value || undefined)
  .optional()
  .catch(undefined);

const People = z.object({
  ids: z
    .string()
    .transform((ids) => ids.split(","))
    .pipe(z.array(z.uuid()).max(MOST_TICKED))
    .optional(),
  search: text,
  segment: text,
  stage: text,
});

/**
 * About whom an address is: those whose `ids` stand in it, else all whom its search and filters find. Throws a 400 for ids that
 * are none: all others would be found in their place.
 */
export function parsePeople(searchParams: URLSearchParams): PeopleOfList {
  const people = People.safeParse(Object.fromEntries(searchParams));
  if (!people.success) throw new Response(null, { status: 400 });
  const { ids, ...found } = people.data;
  return ids ? { ids } : found;
}

/** The part of an address that says the same. */
export function addressOfPeople(people: PeopleOfList): URLSearchParams {
  const { ids, ...found } = "ids" in people ? people : { ids: undefined, ...people };
  const said = Object.entries({ ...found, ids: ids?.join(",") }).filter(([, value]) => value);
  return new URLSearchParams(said as [string, string][]);
}
