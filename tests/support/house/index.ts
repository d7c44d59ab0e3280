import { globSync } from "node:fs";

import { folderCircles } from "./folder-circles.ts";
import { readImports } from "./imports.ts";
import { onlyOnce } from "./shared-pieces.ts";
import { strangersTables } from "./table-owners.ts";

// `npm run check -- house`: rules about the whole of app/ that no linter knows.

const AT_THE_TOP = [
  "GLOSSARY.md",
  "entry.server.tsx",
  "jobs.ts",
  "reactions.server.ts",
  "root.tsx",
  "routes.ts",
  "server.ts",
];

const imports = readImports();
const atTheTop = globSync("app/*", { withFileTypes: true }).filter((entry) => entry.isFile());
const strangers = strangersTables(
  globSync(["app/**/*.{ts,tsx}", "workers/*.ts"]).filter((file) => !file.includes(".test.")),
);

const faults = [
  ...atTheTop
    .filter(({ name }) => !AT_THE_TOP.includes(name))
    .map(
      ({ name }) =>
        `app/${name} stands directly in app/: it belongs to a room, to ground/ or to http/`,
    ),
  ...folderCircles(imports).map(
    (parts) => `These folders import each other in a circle: ${parts.join(", ")}`,
  ),
  ...onlyOnce(imports).map(
    (file) => `${file} is used by one section only: it belongs beside its pages`,
  ),
  ...strangers,
];

for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
