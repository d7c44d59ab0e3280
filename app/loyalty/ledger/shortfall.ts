import type { ShortfallPolicy } from "../program/program.ts";
import type { LedgerEntry } from "./ledger-entry.ts";

/**
 * What one thing changed of the points that somebody has, less those that they owe; what was forgiven with it left aside.
 * All steps of a redemption are one movement, of the moment in which it began: what came back of it was never spent.
 */
export type Movement = {
  at: Date;
  points: bigint;
  redemptionId: string | null;
  /** The most that may be owed after it; null is no limit. */
  limit: bigint | null;
};

/** The most that somebody may owe; null is no limit. */
export function limitOf({ shortfall, debtLimit }: ShortfallPolicy): bigint | null {
  return shortfall === "forgive" ? 0n : debtLimit;
}

/**
 * How much of what was taken back of spent points is not asked back, by the times at which things happened: nothing of it depends
 * on what was heard of first. Who owes more than a limit, because it was lowered since, goes on owing that, and no more.
 *
 * 100 earned on Monday and spent, taken back on Tuesday, 50 earned on Wednesday; nothing may be owed: 100 are forgiven, and 50 are
 * there, also when Tuesday is heard of last. When the 100 that were spent come back on Thursday, nothing is forgiven any more.
 */
export function forgivenBy(movements: readonly Movement[]): bigint {
  let [has, forgiven] = [0n, 0n];
  for (const { points, limit } of movements.toSorted(byTime)) {
    const before = has;
    has += points;
    if (points >= 0n || limit === null) continue;
    const least = before < -limit ? before : -limit;
    if (has >= least) continue;
    forgiven += least - has;
    has = least;
  }
  return forgiven;
}

/**
 * The movement that an entry is, or is a step of. What is taken back goes by the limit of the day on which it was posted, all else by
 * the present one. Before limits were kept with it, what was forgiven was so for good.
 */
export function movementOf(entry: LedgerEntry, limit: bigint | null): Movement {
  const { kind, occurredAt: at, availableDelta, debtDelta, redemptionId, debtLimit } = entry;
  const forgiven = debtLimit === null ? 0n : entry.forgiven;
  return {
    at,
    points: availableDelta - debtDelta - forgiven,
    redemptionId,
    limit: kind === "reverse" ? debtLimit : limit,
  };
}

/** The movements with one more, or with one more step of a redemption. */
export function withMovement(movements: readonly Movement[], more: Movement): Movement[] {
  const index = movements.findIndex(
    ({ redemptionId }) => redemptionId !== null && redemptionId === more.redemptionId,
  );
  const begun = movements[index];
  if (!begun) return [...movements, more];
  const at = more.at < begun.at ? more.at : begun.at;
  return movements.with(index, { ...begun, at, points: begun.points + more.points });
}

/** Of one moment first what gave: who earns and spends in it had something to spend. */
function byTime(a: Movement, b: Movement): number {
  return a.at.getTime() - b.at.getTime() || Number(a.points < 0n) - Number(b.points < 0n);
}
