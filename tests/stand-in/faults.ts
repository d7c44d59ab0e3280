import { setTimeout as wait } from "node:timers/promises";

export const FAULT_MODES = [
  "none",
  "401",
  "429",
  "throttled",
  "500",
  "internal",
  "latency",
  "refused",
  "lost",
] as const;

export type Fault = {
  mode: (typeof FAULT_MODES)[number];
  /** How many calls are still to be hit; null: all until told otherwise. */
  count: number | null;
  /** How long `latency` waits. */
  ms: number;
  /** Only calls whose document or operation name contains this. */
  operation: string | null;
  /** How many of these calls pass before the first is hit. */
  after?: number;
};

export type Faults = {
  get: () => Fault;
  set: (fault: Fault) => void;
  /** The fault that hits this call, counted down; waits first when it is latency. */
  take: (operation: string) => Promise<Fault["mode"]>;
};

const NONE: Fault = { mode: "none", count: null, ms: 0, operation: null };

/** The faults that people and tests inject into the Admin API. */
export function openFaults(): Faults {
  let fault = NONE;
  return {
    get: () => fault,
    set: (next) => void (fault = next),
    async take(operation) {
      if (fault.mode === "none") return "none";
      if (fault.operation !== null && !operation.includes(fault.operation)) return "none";
      const { mode, ms, after = 0 } = fault;
      if (after > 0) {
        fault = { ...fault, after: after - 1 };
        return "none";
      }
      if (fault.count !== null) {
        fault = fault.count > 1 ? { ...fault, count: fault.count - 1 } : NONE;
      }
      if (mode === "latency") await wait(ms);
      return mode;
    },
  };
}
