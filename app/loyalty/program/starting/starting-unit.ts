import { parseMinor } from "#app/ground/money.ts";

/** Typical orders are about so many of the amounts that a program counts by. */
const UNITS_OF_AN_ORDER = 50;

/** Round amounts of currencies of which one is far from a dollar's worth, each about that. */
const aboutADollar: Record<string, readonly string[]> = {
  "0.2": ["KWD"],
  "0.5": ["BHD", "OMR"],
  "2": ["BGN", "BOB", "GEL", "TND"],
  "5": ["AED", "BRL", "CNY", "DKK", "GTQ", "ILS", "MYR", "PEN", "PLN", "QAR", "RON", "SAR"],
  "10": ["BWP", "GHS", "HKD", "MAD", "NOK", "SEK", "ZMW"],
  "20": ["CZK", "HNL", "MDL", "MXN", "SCR", "ZAR"],
  "50": ["DOP", "EGP", "ETB", "MKD", "MUR", "PHP", "THB", "TRY", "TWD", "UAH", "UYU"],
  "100": ["ALL", "BDT", "INR", "ISK", "JMD", "JPY", "KES", "NPR", "RSD", "RUB", "XPF"],
  "200": ["DZD", "LKR", "PKR"],
  "500": ["AMD", "CRC", "HUF", "KZT", "XAF", "XOF"],
  "1000": ["ARS", "CLP", "IQD", "KRW", "RWF"],
  "2000": ["MMK", "NGN", "TZS"],
  "5000": ["COP", "KHR", "MGA", "PYG", "UGX"],
  "10000": ["GNF", "UZS"],
  "20000": ["IDR", "LAK", "VND"],
  "50000": ["IRR"],
  "100000": ["LBP"],
};

/**
 * The round amount, minor units, that a program of this currency counts by before the shop has sold anything: 1 dollar, 100 yen, 0.200
 * dinars. Points, rewards and tiers are made of it.
 */
export function unitOfCurrency(currency: string): bigint {
  const found = Object.entries(aboutADollar).find(([, codes]) => codes.includes(currency));
  return parseMinor(found?.[0] ?? "1", currency);
}

/**
 * The same by what the shop's orders come to: the round amount (1, 2 or 5 with zeros) that is nearest to a fiftieth of a typical one.
 * Orders of 6,200 yen make it 100 yen, of 600 dollars 10 dollars.
 */
export function unitOfOrders(typicalMinor: bigint): bigint {
  const wanted = Math.max(1, Number(typicalMinor) / UNITS_OF_AN_ORDER);
  const zeros = 10 ** Math.floor(Math.log10(wanted));
  const round = [1, 2, 5, 10].map((digit) => digit * zeros);
  const distance = (amount: number) => Math.abs(Math.log(amount / wanted));
  return BigInt(Math.round(round.toSorted((a, b) => distance(a) - distance(b))[0] as number));
}
