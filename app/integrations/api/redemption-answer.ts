import type { Redemption } from "./api.schema.ts";

/** A redemption as the program has it. */
type Seen = {
  id: string;
  customerId: string;
  rewardId: string;
  name: string;
  kind: string;
  state: string;
  points: bigint;
  code: string | null;
  expiresAt: Date | null;
  failure: string | null;
};

/** A redemption as the API answers it. */
export function redemptionAnswer(redemption: Seen): Redemption {
  const { id, customerId, rewardId, name, kind, state, points, code, expiresAt, failure } =
    redemption;
  return {
    id,
    customerId,
    rewardId,
    name,
    kind,
    state,
    points: Number(points),
    code,
    expiresAt: expiresAt?.toISOString() ?? null,
    failure,
  };
}
