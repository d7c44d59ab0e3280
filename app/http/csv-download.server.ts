import { Readable } from "node:stream";

import { createReadableStreamFromReadable } from "@remix-run/node";

import { type Cells, csvLines } from "../ground/csv.ts";

type Parts = Iterable<readonly Cells[]> | AsyncIterable<readonly Cells[]>;

/**
 * A CSV file that is sent while it is read: a heading, then the lines of each part. Made for
 * spreadsheets, so it says that it is UTF-8.
 */
export function csvResponse(heading: Cells, parts: Parts): Response {
  return new Response(createReadableStreamFromReadable(Readable.from(bytesOf(heading, parts))), {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store" },
  });
}

async function* bytesOf(heading: Cells, parts: Parts): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`\uFEFF${csvLines([heading])}`);
  for await (const lines of parts) yield encoder.encode(csvLines(lines));
}
