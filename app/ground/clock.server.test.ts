import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { now } from "./clock.server.ts";

let folder: string;
const moveTo = (offsetMs: number) =>
  writeFileSync(join(folder, "clock.json"), JSON.stringify({ offsetMs }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "encore-clock-"));
  vi.stubEnv("ENCORE_CLOCK_FILE", join(folder, "clock.json"));
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 4, 1) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("the time is the machine's, moved by what the file says", () => {
  expect(now()).toEqual(new Date("2026-05-01T00:00:00Z"));
  moveTo(3_600_000);
  vi.setSystemTime(Date.UTC(2026, 4, 1, 0, 1));
  expect(now()).toEqual(new Date("2026-05-01T01:01:00Z"));
});

test("the file is followed, too, once the machine's own clock was set back", () => {
  moveTo(0);
  vi.setSystemTime(Date.UTC(2026, 4, 2));
  now();
  vi.setSystemTime(Date.UTC(2026, 4, 1));
  moveTo(3_600_000);
  expect(now()).toEqual(new Date("2026-05-01T01:00:00Z"));
});
