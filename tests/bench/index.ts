import { parseArgs } from "node:util";

import type { BenchResult } from "./bench-result.ts";

/** `quick` is for seeing that a bench works: its figures mean little. `sizes` replaces the sizes that it measures, if it has some. */
export type BenchOptions = { quick: boolean; sizes: number[] };

type Bench = { bench(options: BenchOptions): Promise<BenchResult> };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    size: { type: "string", multiple: true, default: [] },
  },
});
const sizes = values.size.map((size) => Number(size.replaceAll("_", "")));
const known = ["import", "ingest", "ledger", "pipeline", "rfm", "shops", "storefront"];
const asked = positionals.length > 0 ? positionals : known;
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0 || sizes.some((size) => !Number.isSafeInteger(size) || size < 1)) {
  console.error(`npm run bench -- [${known.join("|")}] [--quick] [--size N …]`);
  process.exit(2);
}

for (const name of asked) {
  console.log(`${name} …`);
  const { bench } = (await import(`./${name}.ts`)) as Bench;
  const { name: _, ...figures } = await bench({ quick: values.quick, sizes });
  for (const [figure, value] of Object.entries(figures)) {
    console.log(
      `  ${figure.padEnd(24)} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
    );
  }
  console.log(JSON.stringify({ name, ...figures }));
}
// What a bench started in this process, such as a pool, must not keep it from ending.
process.exit();
