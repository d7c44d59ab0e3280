import { writeFileSync } from "node:fs";

export type Check = {
  scene: string;
  what: string;
  expected: unknown;
  seen: unknown;
  holds: boolean;
};

export type Report = {
  /** Begins a part of the story. */
  scene(name: string): void;
  /** Notes whether what is seen is what must be. Values are compared as JSON. */
  check(what: string, seen: unknown, expected: unknown): void;
  /** A figure worth knowing that has no right value. */
  figure(name: string, value: number | string): void;
  /** What does not hold so far. */
  failures(): Check[];
  /** Prints the outcome, writes it as JSON where a file is named, and returns the exit code. */
  close(file: string | undefined): number;
};

/** Collects what the story finds, and prints each finding as it comes. */
export function openReport(print: (line: string) => void): Report {
  const checks: Check[] = [];
  const figures: Record<string, number | string> = {};
  let current = "";

  return {
    scene: (name) => {
      current = name;
      print(`\n${name}`);
    },
    check: (what, seen, expected) => {
      const holds = JSON.stringify(seen) === JSON.stringify(expected);
      checks.push({ scene: current, what, expected, seen, holds });
      print(
        holds
          ? `  ✓ ${what}: ${say(seen)}`
          : `  ✗ ${what}: expected ${say(expected)}, saw ${say(seen)}`,
      );
    },
    figure: (name, value) => {
      figures[name] = value;
      print(`  · ${name}: ${value}`);
    },
    failures: () => checks.filter(({ holds }) => !holds),
    close: (file) => {
      const failed = checks.filter(({ holds }) => !holds).length;
      const passed = checks.length - failed;
      if (file)
        writeFileSync(file, `${JSON.stringify({ passed, failed, figures, checks }, null, 2)}\n`);
      print(`\n${passed} checks hold, ${failed} do not`);
      return failed === 0 ? 0 : 1;
    },
  };
}

function say(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
