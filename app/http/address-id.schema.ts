import { z } from "zod";

type Params = Record<string, string | undefined>;

/** The id that an address names. Throws a 404 when it is none. */
export function idOfAddress(params: Params): string {
  const id = z.uuid().safeParse(params["id"]);
  if (!id.success) throw new Response(null, { status: 404 });
  return id.data;
}

/** The same, where an address may also ask for something new: null for `new`. */
export function idOrNew(params: Params): string | null {
  return params["id"] === "new" ? null : idOfAddress(params);
}

/** What an address names, of what there is. Throws a 404 when it is not there. */
export function orNotFound<Thing>(thing: Thing | null | undefined): Thing {
  if (!thing) throw new Response(null, { status: 404 });
  return thing;
}
