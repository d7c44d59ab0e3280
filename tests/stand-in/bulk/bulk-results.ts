import { createReadStream, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import type { Handler } from "../handler.ts";

/** `GET /bulk-results/{id}.jsonl`: what a bulk operation found. The address alone opens it, as Shopify's signed ones do. */
export const handleBulkResults: Handler = async (_request, response, context) => {
  const id = /^\/bulk-results\/(\d+)\.jsonl$/.exec(context.url.pathname)?.[1];
  const file = id && join(context.dataDir, `bulk-${id}.jsonl`);
  if (!file || !existsSync(file)) return false;
  response.writeHead(200, {
    "content-type": "application/jsonl",
    "content-length": statSync(file).size,
  });
  await pipeline(createReadStream(file), response);
  return true;
};
