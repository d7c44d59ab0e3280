import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import type { ServerResponse } from "node:http";

import { sendText } from "../http.ts";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Answers with a file of a folder, by its plain name; 404 when there is none. */
export async function sendAsset(
  response: ServerResponse,
  dir: string,
  name: string,
): Promise<true> {
  const type = TYPES[extname(name)];
  const body =
    type && /^[\w.-]+$/.test(name) ? await readFile(resolve(dir, name)).catch(() => null) : null;
  return sendText(response, body ? 200 : 404, body ?? "", {
    "content-type": type ?? "text/plain",
    "cache-control": "no-cache",
  });
}
