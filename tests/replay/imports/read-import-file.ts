import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";

import { decodeFile } from "#app/loyalty/imports/points-file.ts";

import { BadFile } from "../read-file.ts";

/** A file of points as it would be uploaded. Throws `BadFile`. */
export function readImportFile(path: string): { name: string; text: string } {
  if (!existsSync(path)) throw new BadFile(`There is no file ${path}`);
  return { name: basename(path), text: decodeFile(readFileSync(path)) };
}
