/** ISO 4217 exponents other than 2. */
const EXPONENTS: Record<string, number> = {
  ...Object.fromEntries(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
      .split(" ")
      .map((code) => [code, 0]),
  ),
  ...Object.fromEntries("BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3])),
};

/** How many decimals a currency's minor unit has. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** `1999` USD → `"19.99"`. Works on whole minor units, never on floats. */
export function decimal(minor: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  const sign = minor < 0 ? "-" : "";
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** `"19.99"` USD → `1999`. Throws when the text is no decimal or has digits beyond the currency's minor unit. */
export function minorOf(text: string, currency: string): number {
  const exponent = exponentOf(currency);
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) throw new RangeError(`"${text}" is not a decimal amount`);
  const fraction = (match[3] ?? "").padEnd(exponent, "0");
  if (/[1-9]/.test(fraction.slice(exponent))) {
    throw new RangeError(`"${text}" has more decimals than ${currency} has`);
  }
  const minor = Number(`${match[2] ?? "0"}${fraction.slice(0, exponent)}`);
  return match[1] && minor !== 0 ? -minor : minor;
}

/** Minor units of one currency in another: `rate` is how much of `to` one unit of `from` is. Rounded half away from zero. */
export function convert(minor: number, from: string, to: string, rate: number): number {
  if (from === to) return minor;
  const scaled = Math.abs(minor) * rate * 10 ** (exponentOf(to) - exponentOf(from));
  const rounded = Math.round(scaled);
  return minor < 0 ? -rounded || 0 : rounded;
}

/** `total` split over `weights` in whole units that add up to `total`: each share floored, the rest to the first ones with weight. */
export function share(total: number, weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return weights.map(() => 0);
  const shares = weights.map((weight) => Math.floor((total * weight) / sum));
  let left = total - shares.reduce((a, b) => a + b, 0);
  for (let i = 0; i < shares.length && left > 0; i++) {
    if ((weights[i] ?? 0) === 0) continue;
    shares[i] = (shares[i] ?? 0) + 1;
    left--;
  }
  return shares;
}
