export type Coalesced = {
  /** Has it run. While it runs, any number of calls make it run once more after; resolves when that is done. */
  wake: () => Promise<void>;
  isRunning: () => boolean;
  /** Resolves when it no longer runs. */
  idle: () => Promise<void>;
};

/** Makes one thing of many wake-ups: `run` never runs beside itself. What it throws goes to `onError`. */
export function coalesce(run: () => Promise<void>, onError: (error: unknown) => void): Coalesced {
  let running: Promise<void> | null = null;
  let again = false;

  const loop = async () => {
    do {
      again = false;
      await run().catch(onError);
    } while (again);
    running = null;
  };
  return {
    wake: () => {
      again = true;
      return (running ??= loop());
    },
    isRunning: () => running !== null,
    idle: async () => {
      again = false;
      await running;
    },
  };
}
