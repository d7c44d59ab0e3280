import { parseArgs } from "node:util";

import { type Fault, type FaultResult, resultOf } from "./fault.ts";
import { startMachine } from "./machine.ts";

// Attacks on the real processes. Each says how often it tried and how often Encore held, and by which seed that is repeated.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: "string" }, seed: { type: "string" } },
});
/** First the one that measures, in a database where nothing waits; then those that must have the only worker, for the others share one. */
const known = [
  "neighbours",
  "kills",
  "restarts",
  "queue",
  "starts",
  "fuzz",
  "samesecond",
  "tenants",
  "tokens",
  "redact",
  "limits",
];
const times = values.times === undefined ? null : Number(values.times);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const isWrong =
  positionals.some((name) => !known.includes(name)) ||
  (times !== null && !(Number.isSafeInteger(times) && times > 0)) ||
  !Number.isSafeInteger(seed);
if (isWrong) {
  console.error(`npm run faults -- [${known.join("|")}] [--times N] [--seed N]`);
  process.exit(2);
}

const machine = await startMachine();
// Whoever is told twice, as by a terminal and by npm, still ends what it started.
let isEnding = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (!isEnding) void machine.end().finally(() => process.exit(130));
    isEnding = true;
  });

const results: FaultResult[] = [];
// Only now: what belongs to the app must know its database when it is loaded.
for (const name of positionals.length > 0 ? positionals : known) {
  console.log(`${name} …`);
  const { fault } = (await import(`./${name}.ts`)) as { fault: Fault };
  if (fault.isAlone) await machine.endStack();
  const result = await resultOf(name, fault, machine, { times: times ?? fault.short, seed });
  console.log(JSON.stringify(result));
  results.push(result);
}
await machine.end();
if (positionals.length === 0)
  console.log(JSON.stringify({ name: "all", ...summed(results), seed }));
// What an attack started in this process, such as a pool, must not keep it from ending.
process.exit(results.some(({ held, tried }) => held < tried) ? 1 : 0);

function summed(results: FaultResult[]) {
  const sum = (figure: "tried" | "held") => results.reduce((all, one) => all + one[figure], 0);
  const missed = results.filter(({ held, tried }) => held < tried).map(({ name }) => name);
  return { tried: sum("tried"), held: sum("held"), missed };
}
