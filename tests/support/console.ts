import { afterEach, vi } from "vitest";

// A stray complaint is a bug that nobody asserted on: it fails the test that caused it.
const complained: unknown[][] = [];
vi.spyOn(console, "error").mockImplementation((...said) => void complained.push(said));
vi.spyOn(console, "warn").mockImplementation((...said) => void complained.push(said));

afterEach(() => {
  const said = complained.splice(0);
  if (said.length > 0)
    throw new Error(
      `The console was written to:\n${said.map((words) => words.map(String).join(" ")).join("\n")}`,
    );
});
