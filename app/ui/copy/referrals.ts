import type { ReferralState } from "#app/loyalty/referrals/judgement.ts";
import type { Finding } from "#app/loyalty/referrals/same-person.ts";

import type { Status } from "../layout/status-badge.tsx";
import { readable } from "./segments.ts";

const findings: Record<Finding, string> = {
  same_customer: "They are one and the same customer.",
  same_email: "Their emails lead to the same mailbox.",
  same_phone: "They have the same phone number.",
  same_address: "The order went to an address that the advocate has ordered to.",
  same_ip: "The order came from an internet connection that the advocate has ordered from.",
  address_of_another_friend: "The order went to the address of another friend of theirs.",
  ip_of_another_friend: "The order came from the connection of another friend of theirs.",
  not_new: "The friend had bought from you before.",
};

/** What the checks found, as a sentence. */
export function findingInWords(finding: string): string {
  return findings[finding as Finding] ?? `${readable(finding)}.`;
}

type StateWords = { name: string; status: Status };

const states: Record<ReferralState, StateWords> = {
  pending: { name: "Waiting", status: "underway" },
  review: { name: "To review", status: "todo" },
  rewarded: { name: "Rewarded", status: "good" },
  cancelled: { name: "Cancelled", status: "over" },
  blocked: { name: "Rejected", status: "over" },
};

/** What a referral's state is called. */
export function referralStateWords(state: string): StateWords {
  return states[state as ReferralState] ?? { name: readable(state), status: "over" };
}

/** The languages that words to share can be given in. */
export const languageNames: Record<string, string> = {
  en: "English",
  de: "German",
  fr: "French",
  es: "Spanish",
  ja: "Japanese",
  ar: "Arabic",
};
