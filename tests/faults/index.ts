import { parseArgs } from "node:util";

import { type Fault, resultOf } from "./fault.ts";
import { startMachine } from "./machine.ts";

// Attacks on the real processes. Each says how often it tried and how often Encore held, and by which seed that is repeated.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: "string" }, seed: { type: "string" } },
});
const known = ["fuzz", "kills", "neighbours", "restarts", "starts"];
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
let missed = false;
// Only now: what belongs to the app must know its database when it is loaded.
for (const name of positionals.length > 0 ? positionals : known) {
  console.log(`${name} …`);
  const { fault } = (await import(`./${name}.ts`)) as { fault: Fault };
  const result = await resultOf(name, fault, machine, { times: times ?? fault.short, seed });
  missed ||= result.held < result.tried;
  console.log(JSON.stringify(result));
}
await machine.end();
// What an attack started in this process, such as a pool, must not keep it from ending.
process.exit(missed ? 1 : 0);
