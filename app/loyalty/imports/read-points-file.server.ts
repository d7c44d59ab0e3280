import { pipeline, Readable } from "node:stream";

import { CsvError, parse } from "csv-parse";

import { type FileRow, formatOf, type RecordReader, UnreadableFile } from "./points-file.ts";

/** A part of a file's text, by its number; null after the last. */
export type PartAt = (part: number) => Promise<Buffer | null>;

/** The rows of a file, read part by part: no more than a part is in memory. Throws `UnreadableFile`. */
export async function* rowsOf(partAt: PartAt, reader: RecordReader): AsyncGenerator<FileRow> {
  const first = (await partAt(0)) ?? Buffer.alloc(0);
  const format = formatOf(first.toString());
  reader.separator = format.delimiter;
  const parser = parse(format);
  // What goes wrong on the way is thrown where the records are read.
  const records = pipeline(Readable.from(partsFrom(first, partAt)), parser, () => {});
  try {
    for await (const record of records) {
      const row = reader.read(record as string[]);
      if (row) yield row;
    }
  } catch (error) {
    throw error instanceof CsvError ? new UnreadableFile("broken") : error;
  }
  if (reader.rows === 0) throw new UnreadableFile("empty");
}

async function* partsFrom(first: Buffer, partAt: PartAt): AsyncGenerator<Buffer> {
  let number = 0;
  for (let part: Buffer | null = first; part !== null; part = await partAt(number)) {
    yield part;
    number += 1;
  }
}
