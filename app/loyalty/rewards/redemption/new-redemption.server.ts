import { randomInt } from "node:crypto";

import { newId } from "#app/ground/ids.server.ts";

import { expiryOfReward, type Redemption } from "./redemption.ts";
import { isMoney, type Reward, type RewardKind, rewardSnapshot } from "../reward.ts";

/** Without letters and digits that are taken for one another, and without vowels, so that no code spells a word. */
const ALPHABET = "BCDFGHJKMNPQRSTVWXZ23456789";
const PREFIX = "ENC";
const GROUP = 4;
const GROUPS = 3;

/** A redemption of the reward that begins now. Its code is chosen with it: whoever has to make it twice makes the same one. */
export function newRedemption(
  reward: Reward,
  customerId: string,
  at: Date,
  timezone: string,
): Redemption {
  return {
    id: newId(),
    customerId,
    rewardId: reward.id,
    state: "held",
    points: reward.cost,
    returned: 0n,
    orderId: null,
    snapshot: rewardSnapshot(reward),
    code: newRedemptionCode(reward.kind),
    heldAt: at,
    expiresAt: expiryOfReward(reward, at, timezone),
    failure: null,
  };
}

/**
 * A code that nobody can guess, easy to read out and to type: ENC-7KMR-29XD-QW4T, one of 27^12 (2^57). A gift card's has
 * no dashes, which Shopify does not take in them. Null for store credit, which needs none.
 */
function newRedemptionCode(kind: RewardKind): string | null {
  if (kind === "store_credit") return null;
  const groups = Array.from({ length: GROUPS }, newGroup);
  return [PREFIX, ...groups].join(isMoney({ kind }) ? "" : "-");
}

function newGroup(): string {
  return Array.from({ length: GROUP }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
