import {
  isSupportedCountry,
  parseIncompletePhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js";

/** What a search may stand for besides the beginning of a name: each is looked up as it is. */
export type ExactSearch = {
  /** Numbers of orders as Shopify writes them: #1001. */
  orderNames: string[];
  /** As Shopify keeps them: +491701234567. */
  phones: string[];
  customerId: bigint | null;
  orderId: bigint | null;
};

/** What of the shop decides how a number is read: its country (GB), and the name of one of its orders, which may be EN1001-B. */
export type NumberHabits = { country: string | null; orderName: string | null };

const MOST_IN_BIGINT = 2n ** 63n - 1n;
const LONGEST_NAME = 40;

/**
 * What was typed into the search box, read as each thing that has one spelling. `1001` may be an order, a customer's number in Shopify,
 * or a short phone number: all are looked for.
 */
export function exactSearch(typed: string, habits: NumberHabits): ExactSearch {
  const text = typed.trim();
  const [, kind, id] = /^(?:gid:\/\/shopify\/(Customer|Order)\/)?(\d{1,19})$/i.exec(text) ?? [];
  const number = id && BigInt(id) <= MOST_IN_BIGINT ? BigInt(id) : null;
  return {
    orderNames: orderNames(text, habits.orderName),
    phones: phones(text, habits.country),
    customerId: kind?.toLowerCase() === "order" ? null : number,
    orderId: kind?.toLowerCase() === "order" ? number : null,
  };
}

/** `1001` and `#1001` are order #1001, and EN1001-B in a shop whose orders are called so. */
function orderNames(text: string, example: string | null): string[] {
  if (text === "" || text.length > LONGEST_NAME || text.includes("/")) return [];
  const bare = text.replace(/^#/, "");
  const names = [text, `#${bare}`, text.toUpperCase()];
  const [, before, after] = /^(\D*)\d+(\D*)$/.exec(example ?? "") ?? [];
  if (before !== undefined && /^\d+$/.test(bare)) names.push(`${before}${bare}${after}`);
  return [...new Set(names)];
}

/** What stands between the digits of a number that somebody typed, marks of direction that come along from elsewhere too. */
const PHONE = /^[\p{Nd}\s+()./\p{Pd}\p{Bidi_Control}]+$/u;
const FEWEST_DIGITS = 5;

/** `0170 1234567` in a shop in Germany, `+49 (170) 123-4567` and `0049170…` anywhere are +491701234567. */
function phones(text: string, country: string | null): string[] {
  if (!PHONE.test(text)) return [];
  const dialled = parseIncompletePhoneNumber(text);
  const digits = dialled.replace("+", "");
  if (digits.length < FEWEST_DIGITS) return [];
  const known = country && isSupportedCountry(country) ? country : undefined;
  const read = [dialled, dialled.replace(/^00/, "+"), `+${digits}`].flatMap((one) => {
    const number = parsePhoneNumberFromString(one, known);
    return number?.isPossible() ? [number.number as string] : [];
  });
  // Shopify keeps some as they were typed.
  return [...new Set([...read, digits, text])];
}
