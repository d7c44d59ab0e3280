import { z } from "zod";

const MORE_ROWS = 25;
const LONGEST_CURSOR = 300;

const More = z.object({ id: z.uuid(), before: z.string().min(1).max(LONGEST_CURSOR) });

/** Whose rows are asked for, and from which cursor on. Throws a 404 when the address makes no sense. */
export function parseMore(params: Record<string, string | undefined>, request: Request) {
  const before = new URL(request.url).searchParams.get("before");
  const more = More.safeParse({ id: params["id"], before });
  if (!more.success) throw new Response(null, { status: 404 });
  return { ...more.data, limit: MORE_ROWS };
}
