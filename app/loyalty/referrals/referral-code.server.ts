import { randomBytes } from "node:crypto";

import type { ShopTx } from "#app/ground/db.server.ts";

import { notExcluded } from "../program/exclusions.server.ts";
import { BYTES_FOR_CODE, codeOf } from "./referral-code.ts";

/** The code that a customer gives to friends: made when it is first asked for, the same one ever after. */
export async function ensureReferralCode(
  tx: ShopTx,
  customerId: string,
  at: Date,
): Promise<string> {
  const { shopId } = tx;
  const found = await tx.referralCode.findUnique({
    where: { shopId_customerId: { shopId, customerId } },
  });
  if (found) return found.code;

  // Somebody else may be making it at this moment, or have the same one by a chance of 2^59.
  const data = { shopId, customerId, code: newReferralCode(), createdAt: at };
  await tx.referralCode.createMany({ data, skipDuplicates: true });
  return ensureReferralCode(tx, customerId, at);
}

/** The record whose code it is, also where it has been merged since: should it be parted again, it brought them. Null for one that nobody has, or who is excluded. */
export async function findAdvocate(tx: ShopTx, code: string): Promise<string | null> {
  const [owner] = await tx.$queryRaw<{ customerId: string }[]>`
    SELECT c.id::text AS "customerId"
    FROM referral_code r
    JOIN customer c ON c.shop_id = r.shop_id AND c.id = r.customer_id
    WHERE r.shop_id = ${tx.shopId}::uuid AND r.code = ${code} AND c.redacted_at IS NULL
      AND ${notExcluded(tx.shopId, "COALESCE(c.merged_into_id, c.id)")}`;
  return owner?.customerId ?? null;
}

function newReferralCode(): string {
  return codeOf(randomBytes(BYTES_FOR_CODE)) ?? newReferralCode();
}
