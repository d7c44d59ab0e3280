import { comparableEmail } from "#app/customers/identity/email.ts";

import type { Strictness } from "./referral-program.ts";

/** What the checks can find. */
export type Finding =
  | "same_customer"
  | "same_email"
  | "same_phone"
  | "same_address"
  | "same_ip"
  /** Another friend of the same advocate has it too. */
  | "address_of_another_friend"
  | "ip_of_another_friend"
  /** The friend had bought before. */
  | "not_new";

/** Somebody as far as the checks go. Hashes are hex, keyed to the shop. */
export type Party = {
  customerId: string;
  email: string | null;
  phone: string | null;
  addresses: ReadonlySet<string>;
  ips: ReadonlySet<string>;
};

export type Verdict = "blocked" | "review" | "clear";

/**
 * What each finding means. Being one and the same is never allowed. A shared house or connection may be a family: how much it
 * weighs is the shop's to say.
 */
const weights: Record<Finding, Record<Strictness, Verdict>> = {
  same_customer: { relaxed: "blocked", standard: "blocked", strict: "blocked" },
  same_email: { relaxed: "blocked", standard: "blocked", strict: "blocked" },
  same_phone: { relaxed: "blocked", standard: "blocked", strict: "blocked" },
  not_new: { relaxed: "blocked", standard: "blocked", strict: "blocked" },
  same_address: { relaxed: "review", standard: "blocked", strict: "blocked" },
  same_ip: { relaxed: "clear", standard: "review", strict: "blocked" },
  address_of_another_friend: { relaxed: "clear", standard: "review", strict: "blocked" },
  ip_of_another_friend: { relaxed: "clear", standard: "review", strict: "review" },
};

/** What advocate and friend share, and what the friend shares with the advocate's other friends. */
export function findingsOf(
  advocate: Party,
  friend: Party,
  others: Pick<Party, "addresses" | "ips">,
): Finding[] {
  // All else that they share follows from it.
  if (advocate.customerId === friend.customerId) return ["same_customer"];

  const found: Record<Exclude<Finding, "not_new" | "same_customer">, boolean> = {
    same_email: isSame(comparableEmail(advocate.email), comparableEmail(friend.email)),
    same_phone: isSame(comparablePhone(advocate.phone), comparablePhone(friend.phone)),
    same_address: shares(advocate.addresses, friend.addresses),
    same_ip: shares(advocate.ips, friend.ips),
    address_of_another_friend: shares(others.addresses, friend.addresses),
    ip_of_another_friend: shares(others.ips, friend.ips),
  };
  const names = Object.keys(found) as (keyof typeof found)[];
  return names.filter((name) => found[name]);
}

/** The heaviest of what was found. */
export function verdictOn(findings: readonly Finding[], strictness: Strictness): Verdict {
  const verdicts = findings.map((finding) => weights[finding][strictness]);
  if (verdicts.includes("blocked")) return "blocked";
  return verdicts.includes("review") ? "review" : "clear";
}

/** Its last nine digits: the same phone, with or without the country's number. Null for too few. */
function comparablePhone(phone: string | null): string | null {
  const digits = phone?.replace(/\D/g, "") ?? "";
  return digits.length < 7 ? null : digits.slice(-9);
}

function isSame(one: string | null, other: string | null): boolean {
  return one !== null && one === other;
}

function shares(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...some].some((one) => others.has(one));
}
