import { globSync, readFileSync } from "node:fs";

/** Facts that every room builds on, and the global table of shops. To be read by all, written by their room. */
const OPEN = ["orders", "shop"];
/** Who the facts are about and what happened; and what is there before it is known whose it is. */
const OPEN_TABLES = new Set(["customer", "event", "session", "delivery"]);
const READS_ALL = /^app\/analytics\//;

type Table = { name: string; room: string };

/** Where a file of one room names a table of another room's, which it should ask for through that room's view. */
export function strangersTables(files: readonly string[]): string[] {
  const tables = readTables();
  const byName = new Map(tables.map((table) => [table.name, table]));
  return files
    .filter((file) => /\.tsx?$/.test(file) && !READS_ALL.test(file))
    .flatMap((file) => {
      const room = /^app\/([^/]+)\//.exec(file)?.[1] ?? file;
      const named = tablesIn(readFileSync(file, "utf8"));
      return [...named]
        .map((name) => byName.get(name))
        .filter((table) => table !== undefined)
        .filter(
          ({ name, room: owner }) =>
            owner !== room && !OPEN.includes(owner) && !OPEN_TABLES.has(name),
        )
        .map(({ name, room: owner }) => `${file} names ${name}, a table of ${owner}`);
    })
    .toSorted();
}

/** `FROM lot` and `tx.lot.findMany` both name the table lot. */
function tablesIn(text: string): Set<string> {
  const inSql = [...text.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+"?([a-z_]+)"?/g)];
  const inCalls = [...text.matchAll(/\b(?:tx|db)\.([a-z]\w+)\.(?!\$)/g)];
  return new Set([
    ...inSql.map(([, name = ""]) => name),
    ...inCalls.map(([, model = ""]) =>
      model.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    ),
  ]);
}

/** Each table and the room that declares it: by the file or folder of prisma/schema. */
function readTables(): Table[] {
  return globSync("prisma/schema/**/*.prisma").flatMap((file) => {
    const room = /^prisma\/schema\/([\w-]+)/.exec(file)?.[1] ?? "";
    const names = readFileSync(file, "utf8").matchAll(/@@map\("(\w+)"\)/g);
    return [...names].map(([, name = ""]) => ({ name, room }));
  });
}
