import { exponentOf } from "../../money.ts";

/** A price as Liquid shows it: hundredths of the currency whatever its decimals, so 1,000 yen are 100000. */
export function liquidPrice(minor: number, currency: string): number {
  return (minor * 100) / 10 ** exponentOf(currency);
}
