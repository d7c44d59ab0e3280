import { relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Severity, themeCheckRun } from "@shopify/theme-check-node";

const extensionDir = resolve(import.meta.dirname, "../../extensions/theme");

/** One finding of theme-check as `path:line severity check message`, the line counted from 1. */
export type ThemeOffence = string;

/** Runs theme-check over the theme app extension with its own configuration; an empty list when all is well. */
export async function checkTheme(dir = extensionDir): Promise<ThemeOffence[]> {
  const { offenses } = await themeCheckRun(dir, resolve(dir, ".theme-check.yml"));
  return offenses.map(({ uri, start, severity, check, message }) => {
    const file = relative(process.cwd(), fileURLToPath(uri));
    return `${file}:${start.line + 1} ${Severity[severity].toLowerCase()} ${check} ${message}`;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const offences = await checkTheme();
  for (const offence of offences) console.log(offence);
  console.log(
    offences.length === 0 ? "theme-check: no offences" : `theme-check: ${offences.length}`,
  );
  process.exitCode = offences.length === 0 ? 0 : 1;
}
