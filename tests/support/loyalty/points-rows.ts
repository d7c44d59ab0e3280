import type { ImportMode } from "#app/loyalty/imports/file-cells.ts";
import {
  type FileProblem,
  type FileRow,
  RecordReader,
  UnreadableFile,
} from "#app/loyalty/imports/points-file.ts";
import { rowsOf } from "#app/loyalty/imports/read-points-file.server.ts";

/** What a file of points says, read in parts of so many bytes: its rows as far as it can be read, and why no further. */
export async function readRows(
  text: string,
  mode: ImportMode = "add",
  partBytes = Infinity,
): Promise<{ heading: string[]; rows: FileRow[]; problem: FileProblem | null }> {
  const bytes = Buffer.from(text);
  const size = Math.min(partBytes, bytes.length + 1);
  const partAt = (part: number) =>
    Promise.resolve(
      part * size < bytes.length ? bytes.subarray(part * size, (part + 1) * size) : null,
    );
  const reader = new RecordReader(mode);
  const rows: FileRow[] = [];
  try {
    for await (const row of rowsOf(partAt, reader)) rows.push(row);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { heading: reader.heading ?? [], rows, problem: error.problem };
  }
  return { heading: reader.heading ?? [], rows, problem: null };
}
