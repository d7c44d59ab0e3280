import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** A file of the app, and the files of the app that it imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const SPECIFIER = /(?:\bfrom|\bimport)\s*\(?\s*"((?:\.{1,2}|#app)\/[^"]+)"/g;

/** What each file of app/ imports of app/, tests left out. */
export function readImports(): Imports {
  const files = globSync("app/**/*.{ts,tsx}").filter((file) => !/\.test\.tsx?$/.test(file));
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(file, "utf8"))]));
}

function importsOf(file: string, text: string): string[] {
  const named = [...text.matchAll(SPECIFIER)].map(([, specifier = ""]) =>
    specifier.startsWith("#") ? specifier.slice(1) : normalize(join(dirname(file), specifier)),
  );
  return [...new Set(named)];
}
