import type { NoReturn } from "#app/loyalty/rewards/redemption/return-reward.server.ts";
import type { RedemptionState } from "#app/loyalty/rewards/settlement/settlement.ts";
import type { Formats } from "#app/ui/format/formats.ts";

type Standing = {
  state: RedemptionState;
  /** 0 for a reward that was given. */
  points: number;
  expiresAt: string | null;
  /** Why it could not be made, as a code. */
  failure: string | null;
};

/** Where a reward that somebody got stands: "Ready to use until 5 Mar 2027". */
export function redemptionInWords(
  { state, points, expiresAt, failure }: Standing,
  { date }: Formats,
): string {
  const cost = points > 0;
  const words: Record<RedemptionState, string> = {
    held: "Being made",
    issued: expiresAt ? `Ready to use until ${date(expiresAt)}` : "Ready to use",
    withdrawn: cost ? "The points are on their way back" : "Being withdrawn",
    captured: "Used",
    released: failure ? "Could not be made" : cost ? "Not used, points given back" : "Withdrawn",
    forfeited: "Not used in time",
  };
  return words[state];
}

/** Why a reward cannot be taken back, as it follows "Nothing was changed: ". */
export const whyNoReturn: Record<NoReturn, string> = {
  not_found: "it is no longer here. Reload the page",
  not_ready: "it is still being made",
  used: "an order has the code already",
  over: "it could not be used any more anyway",
  given: "it cost no points",
};
