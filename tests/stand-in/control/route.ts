import type { RequestContext } from "../handler.ts";
import type { ShopDoc } from "../store/documents.ts";

export type Act = {
  context: RequestContext;
  shop: ShopDoc;
  /** The body, not yet parsed. */
  input: unknown;
  /** The id in the path, where it has one. */
  id: string;
  /** What further groups of the path matched. */
  more: string[];
};

export type Route = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Under `/control/{handle}/`; its first group is the id. */
  path: RegExp;
  /** What the answer's JSON says. */
  run: (act: Act) => unknown;
};

const route =
  (method: Route["method"]) =>
  (path: RegExp, run: Route["run"]): Route => ({ method, path, run });

export const get = route("GET");
export const post = route("POST");
export const patch = route("PATCH");
export const remove = route("DELETE");

/** The answer to what has nothing to show. */
export function done(_result: void): { ok: true } {
  return { ok: true };
}

/** Only what was said: nothing is overwritten with undefined. */
export function said<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
