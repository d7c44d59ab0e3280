import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** The app reads the clock's file again after 50 ms. */
const CLOCK_SEEN_AFTER_MS = 60;

/** The time that the app goes by, moved. Its file is read again only now and then, so this waits until it has been. */
export async function moveClockTo(ms: number): Promise<void> {
  const file = process.env["ENCORE_CLOCK_FILE"];
  if (!file) throw new Error("There is no clock to move");
  writeFileSync(file, JSON.stringify({ offsetMs: ms - Date.now() }));
  await pause(CLOCK_SEEN_AFTER_MS);
}
