import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Duration } from "luxon";

export type Clock = {
  /** The shop's time: the machine's, moved by the offset. */
  now: () => Date;
  offsetMs: () => number;
  /** Moves the clock and writes the file that the app follows. */
  setOffsetMs: (offsetMs: number) => void;
};

/** A clock whose offset lives in `file` (`{"offsetMs": n}`), or only in memory without one. */
export function openClock(file: string | null): Clock {
  let offsetMs = file ? readOffset(file) : 0;
  return {
    now: () => new Date(Date.now() + offsetMs),
    offsetMs: () => offsetMs,
    setOffsetMs(next) {
      offsetMs = Math.round(next);
      if (file) writeOffset(file, offsetMs);
    },
  };
}

/**
 * The offset in milliseconds that a request to move the clock asks for: `{offsetMs}`, `{advance: "P1D"}` (ISO 8601) or
 * `{now: ISO}`. Null when it asks for none of these or cannot be read.
 */
export function requestedOffset(
  wish: { offsetMs?: unknown; advance?: unknown; now?: unknown },
  clock: Clock,
): number | null {
  if (wish.offsetMs !== undefined && wish.offsetMs !== "") return finite(Number(wish.offsetMs));
  if (typeof wish.advance === "string" && wish.advance !== "") {
    const moved = Duration.fromISO(wish.advance);
    return moved.isValid ? clock.offsetMs() + moved.toMillis() : null;
  }
  if (typeof wish.now === "string" && wish.now !== "")
    return finite(Date.parse(wish.now) - Date.now());
  return null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function readOffset(file: string): number {
  try {
    const { offsetMs } = JSON.parse(readFileSync(file, "utf8")) as { offsetMs?: unknown };
    return typeof offsetMs === "number" ? offsetMs : 0;
  } catch {
    return 0; // no file yet: the machine's own time
  }
}

/** Written beside and renamed, so that a reader never sees half a file. */
function writeOffset(file: string, offsetMs: number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify({ offsetMs }));
  renameSync(`${file}.new`, file);
}
