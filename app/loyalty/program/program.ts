import type { Expiry, NearReward } from "./expiry.ts";
import { defaultRule, type EarnRule } from "./earning-rule.ts";
import { unitOfCurrency } from "./starting/starting-unit.ts";
import type { ProgramState } from "./state.ts";

/** What points are called, by locale: "star" and "stars". Empty is "point" and "points". */
export type PointName = Readonly<Record<string, { one: string; other: string }>>;

/** When points that were spent on an order come back: with each returned item, or only when all of it went back. */
export type SpentReturn = "allocated" | "full_return";

/** What is done about points that were spent before they are taken back. */
export type ShortfallPolicy = {
  shortfall: "debt" | "forgive";
  /** null is no limit */ debtLimit: bigint | null;
};

/** A shop's program: how orders earn, what happens to points that were spent before they are taken back, and when points expire. */
export type Program = EarnRule &
  ShortfallPolicy & {
    state: ProgramState;
    launchedAt: Date | null;
    expiry: Expiry;
    /** When the expiry was last changed. */
    expirySince: Date | null;
    nearReward: NearReward | null;
    spentReturn: SpentReturn;
    pointName: PointName;
  };

/** Everything about a program that a merchant decides. */
export type ProgramSettings = Omit<Program, "version" | "expirySince" | "state" | "launchedAt">;

/** Who changes something, and when. */
export type By = { actor: string; at: Date };

/**
 * Who saves settings, and what they had before their eyes. Two merchants open "1 point for $1"; one saves 2, the other 3: the
 * second has not `seen` the 2, and is told instead of undoing it.
 */
export type Saver<Settings> = { actor?: string; seen?: Seen<Settings> };

/** Whether what is stored now is what somebody had before their eyes when they decided to change it. */
export type Seen<Settings> = (stored: Settings) => boolean;

/** What a shop starts with, as a draft. */
export function defaultProgram(currency: string): Omit<Program, "state" | "launchedAt"> {
  return {
    ...defaultRule(currency),
    unitMinor: unitOfCurrency(currency),
    shortfall: "debt",
    debtLimit: null,
    expiry: { kind: "never" },
    expirySince: null,
    nearReward: null,
    spentReturn: "allocated",
    pointName: {},
  };
}

/** Whether two settings say the same. The database keeps JSON, but not the order of its keys. */
export function isSame(a: unknown, b: unknown): boolean {
  return inOneOrder(a) === inOneOrder(b);
}

/** A value as JSON text that is the same for the same fields, in whichever order the database gives them back. */
export function inOneOrder(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === "bigint") return inner.toString();
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(
      Object.entries(inner).toSorted(([one], [two]) => (one < two ? -1 : 1)),
    );
  });
}
