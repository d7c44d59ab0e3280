/**
 * The seed of this run's random tests. Printed with it, so that `ENCORE_SEED=… vitest run FILE` repeats a run that failed.
 */
export const seed = Number(process.env["ENCORE_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

console.log(`Random tests use seed ${seed}`);
