import { endOfDayAfter } from "#app/loyalty/program/period.ts";
import type { Reason, RedemptionDraft } from "#app/loyalty/ledger/ledger-entry.ts";

import type { Reward, RewardSnapshot } from "../reward.ts";
import type { Settled } from "../settlement/settlement.ts";

/** Points on their way into a reward, as its table keeps it. */
export type Redemption = Settled & {
  id: string;
  customerId: string;
  rewardId: string;
  snapshot: RewardSnapshot;
  /** Null for store credit. */
  code: string | null;
  heldAt: Date;
  expiresAt: Date | null;
  /** Why it could not be made, as a code. */
  failure: string | null;
};

/** A redemption as it is told to whoever asks. */
export type RedemptionView = Omit<Redemption, "snapshot" | "orderId"> &
  Pick<RewardSnapshot, "name" | "kind">;

/** What may be told of a redemption: its code only once it works. */
export function viewOf(redemption: Redemption): RedemptionView {
  const { snapshot, state, code } = redemption;
  return {
    id: redemption.id,
    customerId: redemption.customerId,
    rewardId: redemption.rewardId,
    name: snapshot.name,
    kind: snapshot.kind,
    state,
    points: redemption.points,
    returned: redemption.returned,
    code: state === "issued" || state === "captured" ? code : null,
    heldAt: redemption.heldAt,
    expiresAt: redemption.expiresAt,
    failure: redemption.failure,
  };
}

/** When a reward that is redeemed now can be used no longer: at the end of a day of the shop. */
export function expiryOfReward(reward: Reward, at: Date, timezone: string): Date | null {
  return reward.validDays === null ? null : endOfDayAfter(reward.validDays, at, timezone);
}

type Step = Pick<RedemptionDraft, "kind" | "occurredAt"> & {
  code: Extract<Reason, { reward: string }>["code"];
  /** All of the redemption's, when nothing is said. */
  points?: bigint;
  /** What makes this step of the redemption different from its others of the same kind. */
  nth?: string;
  orderId?: bigint | null;
};

/** A step of a redemption, as an entry to be posted. */
export function stepDraft(
  { id, customerId, snapshot, points: all }: Redemption,
  { code, nth, points = all, ...step }: Step,
): RedemptionDraft {
  const suffix = nth === undefined ? "" : `.${nth}`;
  return {
    ...step,
    points,
    source: "app",
    customerId,
    redemptionId: id,
    idempotencyKey: `${step.kind}.redemption.${id}${suffix}`,
    reason: { code, reward: snapshot.name, points: String(points) },
  };
}
