import { readFileSync } from "node:fs";

import routes from "#app/routes.ts";

/** An address of Encore as its table of routes has it, `:name` for a part that is given. */
export type Address = {
  path: string;
  /** What a page's data is asked for by: `?_data=…`. */
  data: string;
  answers: { loader: boolean; action: boolean };
};

type Entry = {
  id?: string | undefined;
  path?: string | undefined;
  file: string;
  children?: Entry[] | undefined;
};

/** Every address there is, of pages and of what their buttons post to. */
export const addresses: readonly Address[] = (routes as Entry[]).flatMap((entry) =>
  under("", entry),
);

export function isAdmin({ path }: Address): boolean {
  return path.startsWith("/app");
}

function under(parent: string, { id, path, file, children = [] }: Entry): Address[] {
  const whole = [parent, path].filter(Boolean).join("/");
  const data = id ?? file.replace(/\.tsx?$/, "");
  const source = readFileSync(`app/${file}`, "utf8");
  const has = (what: string) =>
    new RegExp(`export (async function|function|const) ${what}\\b`).test(source);
  const own = {
    path: `/${whole}`,
    data,
    answers: { loader: has("loader"), action: has("action") },
  };
  return [own, ...children.flatMap((child) => under(whole, child))];
}
