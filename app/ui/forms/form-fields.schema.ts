import { z } from "zod";

import { exponentOf, parseMinor } from "#app/ground/money.ts";

import { plainDecimal } from "#app/ground/typed-number.ts";

const WHOLE_BPS = 10_000;

/** What is wrong, in words, by the path of the field that it is wrong in: `name`, `tiers.0.name`. */
export type FieldErrors = Record<string, string>;

/** What a form, or a part of one, is given: what is typed, what is wrong, and where it tells. */
export type FormProps<Values> = {
  values: Values;
  errors: FieldErrors;
  onChange: (changes: Partial<Values>) => void;
};

/**
 * The fields of a form by their names: what stands in each, what is wrong with it, and where it tells. `path` is where a part of
 * a form stands in it: `tiers.0.`.
 */
export function fieldsOf<Values>({ values, errors, onChange }: FormProps<Values>, path = "") {
  return <Name extends keyof Values & string>(name: Name) => ({
    value: values[name],
    error: errors[`${path}${name}`],
    onChange: (value: Values[Name]) => onChange({ [name]: value } as unknown as Partial<Values>),
  });
}

/** One of a list in a form, as a form of its own that can be taken out; `onChange` hears the list with it changed, or without it. */
export function itemOf<Item>(
  items: readonly Item[],
  index: number,
  onChange: (items: Item[]) => void,
) {
  const values = items[index] as Item;
  return {
    values,
    onChange: (changes: Partial<Item>) => onChange(items.with(index, { ...values, ...changes })),
    onRemove: () => onChange(items.toSpliced(index, 1)),
  };
}

/** The first thing that is wrong with each field. */
export function fieldErrors({ issues }: z.ZodError): FieldErrors {
  return Object.fromEntries(
    issues.map(({ path, message }) => [path.join("."), message]).reverse(),
  ) as FieldErrors;
}

/** The same, of a form whose parts are read apart, as one of them says how the others are read. */
export function errorsOf(...parts: readonly { error?: z.ZodError }[]): FieldErrors {
  return Object.assign({}, ...parts.map(({ error }) => error && fieldErrors(error))) as FieldErrors;
}

/** So many points, at least one. */
export const pointsField = pointsUpTo(1_000_000_000);

/** The same, where fewer are the most; `such` is an example. */
export function pointsUpTo(most: number, such = 100) {
  return z
    .string()
    .trim()
    .regex(/^\d{1,15}$/, `Enter a whole number of points, such as ${such}.`)
    .transform(BigInt)
    .refine((points) => points >= 1n, "Enter at least 1 point.")
    .refine((points) => points <= most, `Enter at most ${most.toLocaleString("en")} points.`);
}

/** A whole number of something: `such` says what is asked for, "a number of days, such as 30". */
export function numberField({ least, most, such }: { least: number; most: number; such: string }) {
  return z
    .string()
    .trim()
    .regex(/^\d{1,12}$/, `Enter ${such}.`)
    .transform(Number)
    .refine((count) => count >= least, `Enter at least ${least.toLocaleString("en")}.`)
    .refine((count) => count <= most, `Enter at most ${most.toLocaleString("en")}.`);
}

type Money = { such?: string; mostMinor?: bigint };

/** Minor units of an amount above zero: `such` is an example of one, "1 or 2.50". */
export function moneyField(currency: string, { such = "5", mostMinor }: Money = {}) {
  return z
    .string()
    .transform((text) => minorOf(text, currency))
    .refine((minor) => minor !== undefined, `Enter an amount of money, such as ${such}.`)
    .refine((minor) => minor !== 0n, "Enter an amount above zero.")
    .refine((minor) => !(mostMinor && minor && minor > mostMinor), "Enter a smaller amount.")
    .transform((minor) => minor ?? 0n);
}

/** Percent with at most two decimals, as basis points. */
export const percentField = z
  .string()
  .trim()
  .transform((text) => plainDecimal(text.replace(/\s*%$/, "")) ?? "")
  .refine((text) => /^\d{1,3}(\.\d{1,2})?$/.test(text), "Enter a percentage, such as 10.")
  .transform((text) => Math.round(Number(text) * 100))
  .refine((bps) => Number.isNaN(bps) || bps > 0, "Enter more than 0 %.")
  .refine((bps) => Number.isNaN(bps) || bps <= WHOLE_BPS, "Enter at most 100 %.");

/** How many times as much, as basis points: "1.5", "1,5" and "1.5×" are 15000. */
export function timesField(such: string) {
  return z
    .string()
    .trim()
    .transform((text) => plainDecimal(text.replace(/\s*[x×]$/i, "")) ?? "")
    .refine((text) => /^\d{1,3}(\.\d{1,2})?$/.test(text), `Enter a number, such as ${such}.`)
    .transform((text) => Math.round(Number(text) * WHOLE_BPS));
}

/** Null when the field is left empty. A union would say of both that they do not fit, and not what is wrong. */
export function orNothing<Parsed>(field: z.ZodType<Parsed, string>) {
  return z.string().transform((text, context): Parsed | null => {
    if (text.trim() === "") return null;
    const parsed = field.safeParse(text);
    if (parsed.success) return parsed.data;
    for (const { message } of parsed.error.issues) context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

/** Ids of products or collections, as they are picked. */
export const pickedIds = z.array(z.string().regex(/^\d{1,18}$/)).max(250, "Choose at most 250.");

/** The same, as they are stored. */
export const pickedBigInts = pickedIds.transform((ids) => ids.map(BigInt));

/** Minor units of what was typed, "2,50" or "2.50"; undefined when it is not an amount that the currency has, "2.505". */
export function minorOf(text: string, currency: string): bigint | undefined {
  const amount = plainDecimal(text);
  if (amount === null || !/^\d{1,12}(?:\.|$)/.test(amount)) return undefined;
  const { length: decimals } = amount.split(".")[1] ?? "";
  return decimals > exponentOf(currency) ? undefined : parseMinor(amount, currency);
}

/** What a page is sent to save: the form, and what it showed before anybody typed. */
export const EditBody = z.object({ values: z.unknown(), was: z.unknown() });

/** What whoever saves over somebody else's change is told. */
export const CHANGED_MEANWHILE =
  "somebody else changed this meanwhile. Discard to see theirs, or save again to keep yours.";
