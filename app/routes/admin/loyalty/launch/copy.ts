import type { ToTakeBack } from "#app/loyalty/launch/take-everything-back.server.ts";
import type { ProgramState } from "#app/loyalty/program/state.ts";
import { pointsInWords } from "#app/ui/copy/rewards.ts";
import type { Formats } from "#app/ui/format/formats.ts";

/** What a state is called, and what it means. */
export const states: Record<ProgramState, { name: string; means: string }> = {
  draft: {
    name: "Draft",
    means:
      "Nothing is earned, shoppers see nothing, and you owe nothing. Look around and change what you like; your program starts when you launch it.",
  },
  live: {
    name: "Live",
    means: "Customers earn and redeem points, and shoppers see your program.",
  },
  paused: {
    name: "Paused",
    means:
      "Nothing is earned, redeemed or expires, and shoppers do not see your program. Customers keep their points. Refunds still take points back.",
  },
};

export const pastChoices = {
  all: {
    label: "Count all past orders",
    help: "Everyone starts with what they have bought so far.",
  },
  since: { label: "Count orders placed since a day", help: "" },
  none: {
    label: "Start at zero",
    help: "Only orders placed after the launch count, for points and for tiers.",
  },
} as const;

/** What customers have together. */
export type Sum = { members: number; points: number; owedMinor: number };

/** "1,934 customers with 58,000 points, a liability of £580.00" */
export function sumInWords({ members, points, owedMinor }: Sum, formats: Formats): string {
  const customers = `${formats.number(members)} ${members === 1 ? "customer" : "customers"}`;
  return `${customers} with ${pointsInWords(points, formats)}, a liability of ${formats.money(owedMinor)}`;
}

/** "It takes 12 badges back and deactivates 3 reward codes that were not used: their points do not come back." */
function leftInWords({ badges, codes }: ToTakeBack, { number }: Formats): string {
  const badgeWords = `${number(badges)} ${badges === 1 ? "badge" : "badges"}`;
  const one = codes === 1;
  const codeWords = `${number(codes)} reward ${one ? "code that was" : "codes that were"} not used`;
  const taken = [
    ...(badges > 0 ? [`takes ${badgeWords} back`] : []),
    ...(codes > 0
      ? [`deactivates ${codeWords}: ${one ? "its" : "their"} points do not come back`]
      : []),
  ];
  if (taken.length === 0) return "Nobody has a badge or a reward code that was not used.";
  return `It also ${taken.join(" and ")}.`;
}

/** What is asked before each change. */
export const confirmations = {
  launch: (sum: Sum, formats: Formats) =>
    sum.points === 0
      ? "Nobody has points when your program starts. Customers earn from their next order on. Nobody is told now: no email, no webhook and no workflow is sent for the past."
      : `Your program starts with ${sumInWords(sum, formats)}. Nobody is told now: no email, no webhook and no workflow is sent for the past.`,
  pause: (sum: Sum, formats: Formats) =>
    `There are ${sumInWords(sum, formats)}. They keep them, but cannot use them. Nothing is earned, redeemed or expires until you launch again: orders paid until then earn nothing. Refunds still take points back.`,
  relaunch: (sum: Sum, formats: Formats) =>
    `Your program goes on with ${sumInWords(sum, formats)}. Orders paid during the pause earn nothing. Points that would have expired meanwhile, or soon, can be used for 30 more days.`,
  reset: (sum: Sum, left: ToTakeBack, formats: Formats) =>
    `This takes all points back from ${sumInWords(sum, formats)}, and ends all tiers. ${leftInWords(left, formats)} Your program becomes a draft. Every balance gets an entry that reverses it, so the history stays.`,
};
