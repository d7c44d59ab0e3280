import { readable } from "#app/ui/copy/segments.ts";
import type { Formats } from "#app/ui/format/formats.ts";

/** One thing that is different: where it stands, and what it was and is. Null on one side where the whole thing is new, or gone. */
export type Change = { field: string; from: string | null; to: string | null };

type State = Record<string, unknown> | null;
type Numbers = Pick<Formats, "dateTime" | "number" | "money">;

/** What a line of the log is put into words with. `names` is what rewards and tiers are called now, by their ids. */
export type Wording = Numbers & { names: Readonly<Record<string, string>> };

/**
 * What differs between two states, a line for each thing that a merchant sets: "Tiers, Gold, Spent at least: €500.00 → €600.00". Nothing
 * is left as it is stored: money, shares, moments, names and choices are those of the forms.
 */
export function changesInWords(before: State, after: State, wording: Wording): Change[] {
  const [old, now] = [linesOf(before, wording), linesOf(after, wording)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({
      field,
      from: before && (old.get(field) ?? NOTHING),
      to: after && (now.get(field) ?? NOTHING),
    }))
    .filter(({ from, to }) => from !== to)
    .filter(({ from, to }) => (from ?? NOTHING) !== NOTHING || (to ?? NOTHING) !== NOTHING);
}

const NOTHING = "none";
const MOST_CHARACTERS = 80;

/** What the app keeps for itself, and whom the line names already. */
const unsaid = new Set([
  ...["id", "shopId", "version", "updatedAt", "position", "separatedId", "keptId"],
  ...["expirySince", "lotsDatedFor", "pointsFrom", "from", "ratedVersion", "countsFrom"],
]);

/** What a field is called on its form, where that is not how it is spelled. */
const labels: Record<string, string> = {
  pointsPerUnit: "Points",
  unitMinor: "For each amount spent",
  amountMinor: "Amount off",
  percentBps: "Percent off",
  minimumMinor: "Minimum order",
  multiplierBps: "Points multiplier",
  valuePoints: "Points that the value is of",
  valueMinor: "Value of these points",
  redemptionRateBps: "Share expected to be redeemed",
  includeTax: "Tax earns points",
  includeDiscounted: "Discounted items earn points",
  includeShipping: "Shipping earns points",
  includeTips: "Tips earn points",
  includeCustomItems: "Items without a product earn points",
  excludedProductIds: "Products that earn nothing",
  excludedCollectionIds: "Collections that earn nothing",
  productIds: "Products",
  collectionIds: "Collections",
  tierIds: "Tiers",
  rewardId: "Reward",
  customRefunds: "Refunds of a custom amount",
  shortfall: "If refunded points were already spent",
  debtLimit: "Most points owed",
  spentReturn: "Points spent on a returned order",
  pendingDays: "Days until points can be spent",
  guestPoints: "Points of guests",
  orderCap: "Most points from orders",
  nearReward: "More time when close to a reward",
  expiry: "Points expiry",
  earnsFrom: "Orders count from",
  pointName: "Name of points",
  validDays: "Days until an unused code lapses",
  onLapse: "Points of a code that lapsed",
  limitCount: "Most times for each customer",
  limitPeriod: "In each",
  combinesWith: "Combines with",
  atLeast: "At least",
  entryReward: "Entry reward",
  attributionDays: "Days in which a friend may buy",
  returnWindowDays: "Days that the advocate’s reward waits",
  advocateReward: "The advocate gets",
  friendReward: "The friend gets",
  strictness: "Fraud checks",
  past: "Past orders",
  of: "Of",
  startsAt: "Starts",
  endsAt: "Ends",
};

/** Choices whose words on the form are others than their keys. */
const choices: Record<string, string> = {
  half_up: "to the nearest point",
  down: "down",
  up: "up",
  when_spent: "when it is spent",
  when_bought: "when it is bought",
  prorate: "take points back in proportion",
  debt: "owe them",
  forgive: "forgive them",
  allocated: "come back with each returned item",
  full_return: "come back when everything was returned",
  claim: "wait until they sign in",
};

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const KEY = /^[a-z]+(_[a-z]+)+$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const WHOLE = /^-?\d+$/;

/** Each thing that is set, by where it stands, in words. */
function linesOf(state: State, wording: Wording): Map<string, string> {
  const lines = new Map<string, string>();
  const visit = (value: unknown, key: string, path: readonly string[]) => {
    if (isNothing(value)) return;
    const words = wordsOf(key, value, wording);
    if (words !== null) return void lines.set(path.join(", "), shortened(words));
    if (Array.isArray(value))
      for (const [index, item] of value.entries())
        visit(item, "", [...path, nameOf(item, index, wording)]);
    else
      for (const [field, inner] of Object.entries(value as object))
        if (!unsaid.has(field) && !isNameOfItem(field, key, path))
          visit(inner, field, [...path, labelOf(field)]);
  };
  visit(state ?? {}, "", []);
  return lines;
}

function isNothing(value: unknown): boolean {
  const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return value === null || value === undefined || value === "" || isEmpty;
}

/** One of a list is named by it, and has no line that says so again. */
function isNameOfItem(field: string, key: string, path: readonly string[]): boolean {
  return key === "" && path.length > 0 && ["name", "kind"].includes(field);
}

/** A value in words; null for what has parts with a line of their own. */
function wordsOf(key: string, value: unknown, wording: Wording): string | null {
  const summary = summaries[key];
  if (summary && typeof value === "object") return summary(value as never, wording);
  if (Array.isArray(value)) return listInWords(key, value, wording);
  return typeof value === "object" ? null : scalarInWords(key, value as Scalar, wording);
}

type Scalar = string | number | boolean;

/** Things of several parts that are one choice of a form. */
const summaries: Record<string, (value: never, wording: Wording) => string | null> = {
  expiry: ({ kind, every, unit, activity = [] }: Expiry) => {
    if (kind === "never") return "never";
    const after = `${every} ${unit}`;
    if (kind === "fixed") return `${after} after they were earned`;
    return `${after} after the customer last did something (${activity.map(readable).join(", ").toLowerCase()})`;
  },
  orderCap: ({ points, period }: { points: unknown; period: string }, { number }) =>
    `${number(Number(points))} a ${period}`,
  nearReward: ({ percent, days }: { percent: number; days: number }) =>
    `${days} days with ${percent}% of the cheapest reward`,
  past: ({ kind, since }: { kind: string; since?: string }, { dateTime }) => {
    if (kind === "since") return `since ${since ? dateTime(since) : "a day"}`;
    return kind === "all" ? "all count" : "none count";
  },
  advocateReward: given,
  friendReward: given,
  entryReward: given,
  combinesWith: (value: Record<string, boolean>) =>
    Object.entries(value)
      .filter(([, isOn]) => isOn)
      .map(([what]) => readable(spaced(what)).toLowerCase())
      .join(", ") || NOTHING,
  conditions: (all: { basis: string; atLeast: unknown }[], { number, money }) =>
    all
      .map(({ basis, atLeast }) => {
        const least = Number(atLeast);
        return basis === "spend"
          ? `${money(least)} spent`
          : `${number(least)} ${readable(basis).toLowerCase()}`;
      })
      .join(" or "),
};

type Expiry = { kind: string; every?: number; unit?: string; activity?: string[] };

function given(
  value: { points?: unknown; rewardId?: string },
  { number, names }: Wording,
): string | null {
  if (value.rewardId) return names[value.rewardId] ?? GONE;
  return value.points === undefined ? null : `${number(Number(value.points))} points`;
}

const GONE = "one that is no longer there";

/** A list of names, or of how many; null for a list of things with parts. */
function listInWords(key: string, values: unknown[], { names }: Wording): string | null {
  if (values.some((value) => typeof value === "object" && value !== null)) return null;
  if (/product|collection/i.test(key)) {
    const what = /product/i.test(key) ? "product" : "collection";
    return `${values.length} ${values.length === 1 ? what : `${what}s`}`;
  }
  return values.map((value) => names[String(value)] ?? choiceInWords(String(value))).join(", ");
}

function scalarInWords(
  key: string,
  value: Scalar,
  { number, money, dateTime, names }: Wording,
): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (key.endsWith("Bps")) return sharesInWords(key, Number(value));
  if (typeof value === "string" && MOMENT.test(value)) return dateTime(value);
  if (typeof value === "string" && UUID.test(value)) return names[value] ?? GONE;
  if (!WHOLE.test(String(value))) return choiceInWords(String(value));
  return key.endsWith("Minor") ? money(Number(value)) : number(Number(value));
}

/** 15,000 is one and a half times, 1,000 ten per cent. */
function sharesInWords(key: string, bps: number): string {
  return key === "multiplierBps" ? `${bps / 10_000}×` : `${bps / 100}%`;
}

function choiceInWords(text: string): string {
  return choices[text] ?? (KEY.test(text) ? readable(text).toLowerCase() : text);
}

/** Which of a list: by its name, its kind, or its place. */
function nameOf(item: unknown, index: number, { names }: Wording): string {
  const { name, kind, id } = item as { name?: unknown; kind?: unknown; id?: unknown };
  if (typeof name === "string" && name) return name;
  if (typeof id === "string" && names[id]) return names[id];
  return typeof kind === "string" ? readable(kind) : `No. ${index + 1}`;
}

function labelOf(field: string): string {
  return labels[field] ?? readable(spaced(field));
}

function spaced(name: string): string {
  return name.replaceAll(
    /([a-z])([A-Z])/g,
    (_, left: string, right: string) => `${left} ${right.toLowerCase()}`,
  );
}

function shortened(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
