import { readFileSync } from "node:fs";

const REREAD_AFTER_MS = 50;

let offsetMs = 0;
let readAt = 0;

/** The time that business rules go by: the real one, or, in development and tests, one that a person can move. */
export function now(): Date {
  const file = process.env["ENCORE_CLOCK_FILE"];
  const real = Date.now();
  if (!file || process.env["NODE_ENV"] === "production") return new Date(real);

  // Either way: a machine's clock that was set back by a minute would else be a minute without the file.
  if (Math.abs(real - readAt) > REREAD_AFTER_MS) {
    offsetMs = readOffset(file);
    readAt = real;
  }
  return new Date(real + offsetMs);
}

function readOffset(file: string): number {
  try {
    const { offsetMs } = JSON.parse(readFileSync(file, "utf8")) as { offsetMs: number };
    return offsetMs;
  } catch {
    return 0; // No file yet: nobody has moved the clock.
  }
}
