/** Currencies of ISO 4217 whose minor unit is not a hundredth. (`Intl` knows other decimals: those people write, not those that exist.) */
const EXPONENTS = new Map<string, number>([
  ...list("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF", 0),
  ...list("BHD IQD JOD KWD LYD OMR TND", 3),
]);

/** How many decimals the minor unit of a currency has by ISO 4217: 0 for JPY, 2 for USD, 3 for KWD. */
export function currencyExponent(currency: string): number {
  return EXPONENTS.get(currency) ?? 2;
}

function list(codes: string, exponent: number): [string, number][] {
  return codes.split(" ").map((code) => [code, exponent]);
}
