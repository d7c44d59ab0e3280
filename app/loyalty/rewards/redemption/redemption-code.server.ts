import { randomInt } from "node:crypto";

import { isMoney, type RewardKind } from "../reward.ts";

/** Without letters and digits that are taken for one another, and without vowels, so that no code spells a word. */
const ALPHABET = "BCDFGHJKMNPQRSTVWXZ23456789";
const PREFIX = "ENC";
const GROUP = 4;
const GROUPS = 3;

/**
 * A code that nobody can guess, easy to read out and to type: ENC-7KMR-29XD-QW4T, one of 27^12 (2^57). A gift card's has
 * no dashes, which Shopify does not take in them. Null for store credit, which needs none.
 */
export function newRedemptionCode(kind: RewardKind): string | null {
  if (kind === "store_credit") return null;
  const groups = Array.from({ length: GROUPS }, newGroup);
  return [PREFIX, ...groups].join(isMoney({ kind }) ? "" : "-");
}

function newGroup(): string {
  return Array.from({ length: GROUP }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
