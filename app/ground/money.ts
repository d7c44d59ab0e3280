const DEFAULT_EXPONENT = 2;

/** ISO 4217 currencies whose minor unit is not a hundredth. */
const exponents = new Map([
  ...codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0),
  ...codes("BHD IQD JOD KWD LYD OMR TND", 3),
  ...codes("CLF UYW", 4),
]);

const MOST_IN_INT8 = 2n ** 63n - 1n;
const LONGEST_INT8 = 19;
const TOO_MUCH = "an amount of money is larger than any";
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/** Text that is no amount of money. */
export class UnreadableMoney extends Error {
  override name = "UnreadableMoney";
}

/** How many decimal places the currency has: JPY 0, USD 2, KWD 3. */
export function exponentOf(currency: string): number {
  return exponents.get(currency.toUpperCase()) ?? DEFAULT_EXPONENT;
}

/**
 * Minor units of a decimal string such as "12.30". Never goes through a float; places beyond the currency's are
 * rounded half away from zero. Throws `UnreadableMoney`.
 */
export function parseMinor(amount: string, currency: string): bigint {
  const match = DECIMAL.exec(amount.trim());
  if (!match) throw new UnreadableMoney("an amount of money is not a decimal number");

  const [, sign, whole = "0", fraction = ""] = match;
  const places = exponentOf(currency);
  const digits = `${whole}${fraction.slice(0, places).padEnd(places, "0")}`.replace(/^0+(?=.)/, "");
  // Before it is computed: BigInt takes half a minute for five million digits.
  if (digits.length > LONGEST_INT8) throw new UnreadableMoney(TOO_MUCH);
  const kept = BigInt(digits);
  const minor = (fraction[places] ?? "0") >= "5" ? kept + 1n : kept;
  if (minor > MOST_IN_INT8) throw new UnreadableMoney(TOO_MUCH);
  return sign === "-" ? -minor : minor;
}

/** The exact decimal string of an amount: 1230n USD is "12.30". */
export function toDecimal(minor: bigint, currency: string): string {
  const places = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return `${minor < 0n ? "-" : ""}${whole}${places > 0 ? `.${digits.slice(-places)}` : ""}`;
}

/** Minor units of a price as Liquid and the cart's own interface give it: hundredths of the currency whatever its decimals. */
export function minorOfPrice(price: number, currency: string): bigint {
  return BigInt(Math.round((price * 10 ** exponentOf(currency)) / 100));
}

/** The amount as a person of that locale writes it: "£12.30". */
export function formatMinor(minor: bigint, currency: string, locale: string): string {
  const decimal = toDecimal(minor, currency) as Intl.StringNumericLiteral;
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(decimal);
}

function codes(text: string, exponent: number) {
  return text.split(" ").map((code) => [code, exponent] as const);
}
