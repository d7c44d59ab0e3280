import { type Chance, openChance } from "#tests/stand-in/generator/chance.ts";

import type { Machine } from "./machine.ts";

/** An attack: `prepare` starts what it needs once; the `attack` that it returns is made as often as is asked for. */
export type Fault = {
  /** How often it is tried in a short round of all. */
  short: number;
  /** Whether no other worker may be there: it ends its own, or is the only one who must find what is due. */
  isAlone?: boolean;
  /** How many tries are made at a time: one, unless it says. */
  atOnce?: number;
  prepare: (machine: Machine) => Promise<Prepared>;
};

export type Prepared = {
  /** Tries once; `chance`, or the seed that it is made of, decides all that is left open. Returns what did not hold, or null. */
  attack: (chance: Chance, seed: number) => Promise<string | null>;
  /** Figures to be printed beside the outcome. */
  figures?: () => Record<string, unknown>;
  end: () => Promise<void>;
};

export type FaultResult = {
  name: string;
  tried: number;
  held: number;
  seed: number;
  [figure: string]: unknown;
};

/** Makes an attack so often, and prints what did not hold. */
export async function resultOf(
  name: string,
  { prepare, atOnce = 1 }: Fault,
  machine: Machine,
  { times, seed }: { times: number; seed: number },
): Promise<FaultResult> {
  const { attack, figures, end } = await prepare(machine);
  let held = 0;
  const said = new Set<string>();
  const attempt = async (nth: number) => {
    // Its own for each: the thousandth can be repeated without those before it.
    const wrong = await attack(openChance(seed + nth), seed + nth).catch((error: unknown) =>
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    if (wrong === null) held++;
    else if (!said.has(wrong)) {
      said.add(wrong);
      console.log(`  ${nth + 1} (--seed ${seed + nth} --times 1): ${wrong}`);
    }
  };
  try {
    let next = 0;
    const attemptNext = async () => {
      while (next < times) await attempt(next++);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, times) }, attemptNext));
    return { name, tried: times, held, seed, ...figures?.() };
  } finally {
    await end();
  }
}
