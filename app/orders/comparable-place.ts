import ipaddr from "ipaddr.js";

/** An address as a payload says it. */
export type Place = {
  address1?: string | null | undefined;
  address2?: string | null | undefined;
  zip?: string | null | undefined;
  city?: string | null | undefined;
  country?: string | null | undefined;
};

/** What is often shortened, and how. Written whole or short, in a word of its own or at the end of one, it is one street. */
const shortened: readonly [RegExp, string][] = [
  [/stra(?:ss|ß)e\b|str\b/g, "st"],
  [/\bstreet\b/g, "st"],
  [/\bavenue\b/g, "ave"],
  [/\broad\b/g, "rd"],
  [/\b(?:apartment|appartement|apt|unit|flat)\b/g, ""],
];

/**
 * The form in which two shipping addresses are compared: street, postcode, city and country without case, accents,
 * punctuation and the usual abbreviations. Null where there is too little to tell two houses apart.
 */
export function comparableAddress(place: Place | null | undefined): string | null {
  if (!place?.address1 || !(place.zip || place.city)) return null;
  const street = plain(`${place.address1} ${place.address2 ?? ""}`);
  const short = shortened.reduce((text, [long, brief]) => text.replace(long, brief), street);
  // Spaces say nothing: "12 b" is "12b".
  const parts = [
    short,
    plain(place.zip ?? ""),
    plain(place.city ?? ""),
    plain(place.country ?? ""),
  ];
  return parts.map((part) => part.replace(/\s+/g, "")).join("|");
}

function plain(text: string): string {
  const letters = text.normalize("NFKD").replace(/\p{Mark}/gu, "");
  return letters.toLowerCase().replace(/[^\p{Letter}\p{Number}\s]/gu, " ");
}

const NOWHERE = new Set(["", "0.0.0.0", "::"]);

/**
 * The form in which two internet addresses are compared. Of IPv6 the first half: a household has one, and its devices
 * change the rest every day. Null for none.
 */
export function comparableIp(ip: string | null | undefined): string | null {
  const text = ip?.trim().toLowerCase() ?? "";
  const six = ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null;
  const address = six?.isIPv4MappedAddress() ? six.toIPv4Address().toString() : text;
  if (NOWHERE.has(address)) return null;
  if (!six || address !== text) return address;
  const half = six.parts.slice(0, 4).map((part) => part.toString(16));
  return `${half.join(":")}::`;
}
