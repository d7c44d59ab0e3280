import { seededRandom } from "../random.ts";

export type Chance = {
  /** In [0, 1). */
  unit: () => number;
  /** Whether something of this probability happens. */
  happens: (probability: number) => boolean;
  /** Whole, both ends included. */
  between: (from: number, to: number) => number;
  pick: <T>(items: readonly T[]) => T;
  /** Exponential with this mean. */
  wait: (mean: number) => number;
  gamma: (shape: number, rate: number) => number;
  beta: (a: number, b: number) => number;
};

/** Draws that are the same for the same seed. */
export function openChance(seed: number): Chance {
  const unit = seededRandom(seed);

  function normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - unit()));
    return radius * Math.cos(2 * Math.PI * unit());
  }

  /** Marsaglia and Tsang, 2000. */
  function gamma(shape: number, rate: number): number {
    if (shape < 1) return gamma(shape + 1, rate) * (1 - unit()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      if (Math.log(1 - unit()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / rate;
    }
  }

  return {
    unit,
    happens: (probability) => unit() < probability,
    between: (from, to) => from + Math.floor(unit() * (to - from + 1)),
    pick(items) {
      const item = items[Math.floor(unit() * items.length)];
      if (item === undefined) throw new Error("Nothing to pick from");
      return item;
    },
    wait: (mean) => -mean * Math.log(1 - unit()),
    gamma,
    beta(a, b) {
      const x = gamma(a, 1);
      return x / (x + gamma(b, 1));
    },
  };
}
