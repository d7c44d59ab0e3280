import { plainDecimal } from "#app/ground/typed-number.ts";
import { normaliseEmail } from "#app/customers/identity/email.ts";

import { isBirthday } from "../earning/actions/birthday.ts";

/** Whether a file's points are added to balances, or are what the balances become. */
export type ImportMode = "add" | "set";

/** Why a cell cannot be read. */
export type CellProblem =
  | "no_customer"
  | "not_an_email"
  | "not_an_id"
  | "not_a_phone"
  | "not_whole_points"
  | "doubtful_separator"
  | "too_many_points"
  | "below_zero"
  | "not_a_day"
  | "doubtful_day"
  | "not_a_date";

/** Who a row is about. Addresses and numbers are for looking the person up, and are not kept. */
export type Who = { email: string } | { phone: string } | { shopifyId: bigint };
export type Birthday = { month: number; day: number };

type Read<Value> = { value: Value; problem: null } | { problem: CellProblem };

const MOST_POINTS = 100_000_000n;

/** By Shopify's id when there is one: two people may share an address over time, but never an id. */
export function whoOf(cells: { id: string; email: string; phone: string }): Read<Who> {
  if (cells.id !== "") {
    const number = /^'?(?:gid:\/\/shopify\/Customer\/)?(\d{1,18})$/.exec(cells.id)?.[1];
    return number ? read({ shopifyId: BigInt(number) }) : { problem: "not_an_id" };
  }
  if (cells.email !== "") {
    const email = /^[^\s@]+@[^\s@]+$/.test(cells.email) ? normaliseEmail(cells.email) : null;
    return email ? read({ email }) : { problem: "not_an_email" };
  }
  if (cells.phone === "") return { problem: "no_customer" };
  const phone = cells.phone.replaceAll(/[\s().\-/'\u00a0\u202f]/g, "").replace(/^00/, "+");
  return /^\+[1-9]\d{6,14}$/.test(phone) ? read({ phone }) : { problem: "not_a_phone" };
}

/**
 * Whole points, perhaps with a sign, as people and spreadsheets write them: 500, +500, −20, 1 500, 1,234,567, 500.00, 500,00. `separator`
 * is what stands between the file's cells: where that is no comma, a comma may be its decimal sign. Null where there is nothing to do:
 * an empty cell, or nothing to be added.
 */
export function pointsOf(typed: string, mode: ImportMode, separator: string): Read<bigint | null> {
  const [, sign = "", text = ""] = /^'?\s*([+\-\u2212\u2013]?)\s*(.*)$/s.exec(typed.trim()) ?? [];
  if (text === "" && sign === "") return read(null);
  // A German 1.500 is an English 1.5: nobody is given a thousand times too little, or too much.
  const isDoubtful = separator === "," ? /^\d{1,3}\.\d{3}$/ : /^\d{1,3}[.,]\d{3}$/;
  if (isDoubtful.test(text)) return { problem: "doubtful_separator" };
  const plain = /^\d{1,3},\d{3}$/.test(text) ? text.replace(",", "") : plainDecimal(text);
  const whole = /^(\d{1,18})(?:\.0*)?$/.exec(plain ?? "")?.[1];
  if (whole === undefined) return { problem: "not_whole_points" };

  const amount = BigInt(whole);
  if (amount > MOST_POINTS) return { problem: "too_many_points" };
  if (amount === 0n) return read(mode === "set" ? 0n : null);
  const isNegative = sign !== "" && sign !== "+";
  if (isNegative && mode === "set") return { problem: "below_zero" };
  return read(isNegative ? -amount : amount);
}

/**
 * The day of a birthday, with or without a year: 1990-05-31, 31.05.1990, 31 May, May 31, 1990. 31/05/1990 too, as there is no
 * 31st month; but 03/05/1990 is 3 May to some and 5 March to others, and is not guessed. Null for an empty cell.
 */
export function birthdayOf(typed: string): Read<Birthday | null> {
  const text = typed.replace(/[T ]\d{1,2}:\d{2}.*$/, "").trim();
  if (text === "") return read(null);
  const days = shapes.flatMap(([shape, of]) => {
    const match = shape.exec(text);
    return match ? of(match[1] ?? "", match[2] ?? "").filter(isBirthday) : [];
  });
  const [first, ...others] = days;
  if (!first) return { problem: "not_a_day" };
  const isOne = others.every(({ month, day }) => month === first.month && day === first.day);
  return isOne ? read(first) : { problem: "doubtful_day" };
}

/** A last day, with its year: 2027-05-31. Null for an empty cell. */
export function lastDayOf(typed: string): Read<string | null> {
  const text = typed.replace(/[T ]\d{1,2}:\d{2}.*$/, "").trim();
  if (text === "") return read(null);
  const [, year = "", month = "", day = ""] = /^(20\d{2})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const at = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const isDay = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
  return isDay ? read(text) : { problem: "not_a_date" };
}

type Shape = [RegExp, (one: string, other: string) => Birthday[]];

const YEAR = String.raw`(?:19|20)\d{2}`;
const monthFirst = (month: string, day: string) => [{ month: monthOf(month), day: Number(day) }];
const dayFirst = (day: string, month: string) => monthFirst(month, day);

/** What the cells may look like, each with the days that it may mean. */
const shapes: Shape[] = [
  [new RegExp(String.raw`^(?:${YEAR}[-/.]|--)(\d{1,2})[-/.](\d{1,2})$`), monthFirst],
  [new RegExp(String.raw`^(\d{1,2})\.\s?(\d{1,2})\.\s?(?:${YEAR})?$`), dayFirst],
  [
    new RegExp(String.raw`^(\d{1,2})[-/](\d{1,2})(?:[-/]${YEAR})?$`),
    (one, other) => [...monthFirst(one, other), ...dayFirst(one, other)],
  ],
  [
    new RegExp(
      String.raw`^(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([a-z]{3,9})\.?(?:[\s,-]+${YEAR})?$`,
      "i",
    ),
    dayFirst,
  ],
  [
    new RegExp(
      String.raw`^([a-z]{3,9})\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?(?:[\s,-]+${YEAR})?$`,
      "i",
    ),
    monthFirst,
  ],
];

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** From its number, its name, or the beginning of its name. 0 for none. */
function monthOf(text: string): number {
  return Number(text) || months.findIndex((name) => name.startsWith(text.toLowerCase())) + 1;
}

function read<Value>(value: Value): { value: Value; problem: null } {
  return { value, problem: null };
}
