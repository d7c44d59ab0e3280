import type { z } from "zod";

import { storable } from "#app/ground/json.ts";

/** The JSON that a page of ours sent, with texts that are `storable`. Throws a 400 for what is none. */
export async function jsonOf(request: Request): Promise<unknown> {
  // Thousands of lists in each other are more than the stack takes.
  return readable(request.json().then(storable));
}

/** The same, as it must be. Throws a 400 for anything else: no page of ours sends it. */
export async function bodyOf<Body>(request: Request, schema: z.ZodType<Body>): Promise<Body> {
  return wanted(await jsonOf(request), schema);
}

/** What a form of ours says, a file too. Throws a 400 for what is no form. */
export function formOf(request: Request): Promise<FormData> {
  return readable(request.formData());
}

/** The same as texts, each name once. */
export async function textsOf(request: Request): Promise<Record<string, string>> {
  const form = Object.fromEntries(await formOf(request));
  const texts = Object.entries(form).filter(([, value]) => typeof value === "string");
  return storable(Object.fromEntries(texts)) as Record<string, string>;
}

/** A value as it must be. Throws a 400 for anything else. */
export function wanted<Value>(value: unknown, schema: z.ZodType<Value>): Value {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Response(null, { status: 400 });
  return parsed.data;
}

async function readable<Body>(read: Promise<Body>): Promise<Body> {
  try {
    return await read;
  } catch {
    throw new Response(null, { status: 400 });
  }
}
