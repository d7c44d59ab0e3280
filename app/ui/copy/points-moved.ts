import type { Formats } from "../format/formats.ts";
import { pointsInWords } from "./rewards.ts";

/** Of the event `points.changed`; those from before `points` was kept have no more than the balance. */
export type PointsMoved = Record<string, unknown> & {
  kind?: string;
  /** What came (or went, below zero). */
  points?: string;
  /** Whether they wait before they can be spent. */
  pending?: boolean;
  available?: string;
};

type Telling = (points: string, isGain: boolean) => string;

/** By the kind of the ledger entry, with a place for `{who}`. */
const tellings: Record<string, Telling> = {
  earn: (points) => `{who} earned ${points}`,
  release: (points) => `${points} of {who} can be spent now`,
  hold: (points) => `{who} chose a reward for ${points}`,
  capture: (points) => `{who} spent ${points} on a reward`,
  void: (points) => `{who} got ${points} back: a reward was not used`,
  return: (points) => `{who} got ${points} back with a returned order`,
  reverse: (points) => `${points} of {who} were taken back`,
  expire: (points) => `${points} of {who} expired`,
  adjust: (points, isGain) =>
    isGain ? `{who} was given ${points}` : `${points} were taken from {who}`,
  move_in: (points) => `{who} got ${points} of another record`,
  move_out: (points) => `${points} of {who} moved to another record`,
};

/** "{who} earned 120 points and now has 1,204", "{who} earned 120 points, which are pending", "120 points of {who} expired" */
export function pointsMoved(properties: PointsMoved, formats: Formats): string {
  const { kind = "", points, pending = false, available = "0" } = properties;
  const tell = tellings[kind];
  const balance = Number(available);
  if (points === undefined || !tell) {
    return balance === 0
      ? "The points of {who} changed"
      : `{who} now has ${pointsInWords(balance, formats)}`;
  }
  const count = Number(points);
  const told = tell(pointsInWords(Math.abs(count), formats), count > 0);
  if (pending) return `${told}, which are pending`;
  const hasMore = told.startsWith("{who}") && balance !== 0;
  return hasMore ? `${told} and now has ${formats.number(balance)}` : told;
}

/** The same in the person's own story: "Earned 120 points and now has 1,204", "120 points expired" */
export function ownPointsMoved(properties: PointsMoved, formats: Formats): string {
  const told = pointsMoved(properties, formats)
    .replace(/ (of|from) \{who\}/, "")
    .replace("{who} ", "");
  return told.charAt(0).toUpperCase() + told.slice(1);
}
