import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";

import { ShopifyUnavailable } from "#app/shopify/shopify-errors.ts";

import { parseExactJson } from "../from-webhook/exact-json.ts";
import type { GraphqlLine, GraphqlOrder } from "./graphql-order.ts";

export type ExportedOrder = GraphqlOrder & { refunds: { id: string }[] };
/** An order of the export with its lines. `end` is how many lines of the file come up to and with it. */
export type ExportedEntry = { order: ExportedOrder; lines: GraphqlLine[]; end: number };

type ExportedLine =
  (ExportedOrder & { __parentId?: undefined }) | (GraphqlLine & { __parentId: string });

/** The result of an export could not be read: it is kept by Shopify for a week only. */
export class ExportUnreadable extends Error {
  override name = "ExportUnreadable";
}

/** Reads an export's JSON Lines as they come in, from after `skip` lines on. Each order's lines lie right below it. */
export async function* readExport(url: string, skip: number): AsyncGenerator<ExportedEntry> {
  let entry: ExportedEntry | null = null;
  let read = 0;
  for await (const text of linesOf(url)) {
    read++;
    if (read <= skip || text === "") continue;
    const line = parseExactJson(text) as ExportedLine;
    if (line.__parentId === undefined) {
      if (entry) yield entry;
      entry = { order: line, lines: [], end: read };
    } else if (entry && line.__parentId === entry.order.id) {
      entry.lines.push(line);
      entry.end = read;
    } else throw new ExportUnreadable("a line of the export does not lie below its order");
  }
  if (entry) yield entry;
}

async function* linesOf(url: string): AsyncGenerator<string> {
  try {
    const reply = await fetch(url);
    if (!reply.ok || !reply.body)
      throw new ExportUnreadable(`Shopify answered ${reply.status} for the export's result`);
    const input = Readable.fromWeb(reply.body as ReadableStream);
    yield* createInterface({ input, crlfDelay: Infinity });
  } catch (error) {
    if (error instanceof ExportUnreadable) throw error;
    throw new ShopifyUnavailable("the export's result broke off", { cause: error });
  }
}

/** Puts entries together into batches of at most so many orders and about so many lines. */
export async function* inBatches(
  entries: AsyncIterable<ExportedEntry>,
  most: { orders: number; lines: number },
): AsyncGenerator<ExportedEntry[]> {
  let batch: ExportedEntry[] = [];
  let lines = 0;
  for await (const entry of entries) {
    batch.push(entry);
    lines += entry.lines.length;
    if (batch.length < most.orders && lines < most.lines) continue;
    yield batch;
    [batch, lines] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
