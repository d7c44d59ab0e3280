import { CutOff } from "#app/ground/retry.ts";

/**
 * Waits for work no longer than until `cutOff` aborts: then it throws CutOff, and the work is left to itself. Example: a worker is
 * asked to stop in the midst of an import. The job is given back, and the worker ends; what was written is written again.
 */
export function untilCutOff<Result>(
  cutOff: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  return new Promise((done, fail) => {
    const leave = () => fail(new CutOff());
    if (cutOff.aborted) return leave();

    cutOff.addEventListener("abort", leave, { once: true });
    void work()
      .then(done, fail)
      .finally(() => cutOff.removeEventListener("abort", leave));
  });
}
