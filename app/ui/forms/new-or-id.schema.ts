import { z } from "zod";

const Id = z.union([z.literal("new"), z.uuid()]);

/** The id in a page's address; null for something new. Throws a 404 when it is neither. */
export function idOf(params: Record<string, string | undefined>): string | null {
  const id = Id.safeParse(params["id"]);
  if (!id.success) throw new Response(null, { status: 404 });
  return id.data === "new" ? null : id.data;
}
