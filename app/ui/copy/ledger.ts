import type { KeptReason as Reason } from "#app/loyalty/ledger/ledger-entry.ts";

import type { Formats } from "../format/formats.ts";
import { pointsInWords } from "./rewards.ts";
import { readable } from "./segments.ts";

const reasons: {
  [Code in Reason["code"]]: (reason: Reason & { code: Code }, formats: Formats) => string;
} = {
  order_paid: () => "{order} was paid.",
  order_changed: ({ target }, formats) =>
    `{order} changed and now earns ${pointsInWords(target, formats)} in all.`,
  order_refunded: (reason, formats) =>
    `Part of {order} was given back; it now earns ${pointsInWords(reason.target, formats)} in all.${forgiven(reason, formats)}`,
  order_cancelled: (reason, formats) => `{order} was cancelled.${forgiven(reason, formats)}`,
  order_reassigned: () => "{order} turned out to be someone else's.",
  points_released: () => "The waiting time was over.",
  expired_too_much: () => "They had been taken back before they expired.",
  kept_alive: () => "Their owner had done something that kept them, before they expired.",
  lots_reallocated: () => "Something was heard of late: what was spent came from other points.",
  forgiven_made_up: () => "They make up for points that had not been asked back.",
  points_expired: () => "They were not used in time.",
  way_earned: ({ name }) => `For: ${name}.`,
  adjusted_by_hand: ({ points: count }) =>
    count.startsWith("-") ? "Your shop took them." : "Your shop gave them.",
  adjustment_undone: ({ points: count }) =>
    count.startsWith("-")
      ? "Your shop undid that it had given them."
      : "Your shop undid that it had taken them.",
  imported: () => "They came with a points import.",
  program_reset: () => "Your shop started its program again from zero.",
  import_reversed: () => "The points import was reversed.",
  friend_bought: () => "A friend whom they brought bought something.",
  friend_welcome: () => "A friend brought them, and they bought something.",
  referral_bonus: ({ referrals }, formats) =>
    `They have brought ${formats.number(referrals)} friends.`,
  referral_undone: () => "What a friend bought does not count after all.",
  reward_redeemed: ({ reward }) => `Redeemed for "${reward}".`,
  reward_used: ({ reward }) => `"${reward}" was used.`,
  reward_used_late: ({ reward }) => `"${reward}" was used after its points had gone back.`,
  reward_not_made: ({ reward }) => `"${reward}" could not be made.`,
  reward_not_used: ({ reward }) => `"${reward}" was not used.`,
  reward_forfeited: ({ reward }) => `"${reward}" was not used in time.`,
  reward_reset: ({ reward }) => `"${reward}" ended: your shop started its program again from zero.`,
  reward_goods_returned: ({ reward }) => `What "${reward}" was used for was sent back.`,
  tier_entered: ({ tier }) => `They came into the tier "${tier}".`,
  tier_lost: ({ tier }) => `They are not in the tier "${tier}" after all.`,
  achievement_unlocked: ({ achievement }) => `Reached "${achievement}".`,
  challenge_completed: ({ challenge }) => `Completed the challenge "${challenge}".`,
  customer_merged: () => "Two records of one person were merged.",
  customer_unmerged: () => "Two customers were unmerged.",
};

/** Why points moved, as one sentence with a place for `{order}`. */
export function reasonInWords(reason: unknown, formats: Formats): string {
  const { code } = reason as Reason;
  const words = reasons[code] as ((reason: Reason, formats: Formats) => string) | undefined;
  return words?.(reason as Reason, formats) ?? `${readable(String(code))}.`;
}

const kinds: Record<string, string> = {
  earn: "Earned",
  reverse: "Taken back",
  release: "Ready to spend",
  hold: "Set aside for a reward",
  capture: "Spent on a reward",
  void: "Given back, the reward was not used",
  return: "Given back with a returned order",
  expire: "Expired",
  adjust: "Changed by hand",
  reallocate: "Taken from other points",
  move_in: "Moved here",
  move_out: "Moved away",
};

/** What a merchant reads for the kind of a ledger entry. */
export function entryKindInWords(kind: string): string {
  return kinds[kind] ?? readable(kind);
}

function forgiven(reason: { forgiven?: string }, formats: Formats): string {
  if (!reason.forgiven || reason.forgiven === "0") return "";
  return ` ${pointsInWords(reason.forgiven, formats)} that had been spent already were not asked back.`;
}
