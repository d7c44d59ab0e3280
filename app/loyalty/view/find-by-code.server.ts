import type { ShopTx } from "#app/ground/db.server.ts";

import { readCode } from "../referrals/referral-code.ts";

/** Whose a code is, as it is kept; for a welcome code, which is anybody's until it is used, the order that used it. */
type CodeOwner = {
  kind: "discount_code" | "referral_code";
  code: string;
  customerId: string;
  orderId: bigint | null;
};

/** Whose code somebody typed: a discount code or gift card that Encore made, or a referral code; in any case, with or without dashes. */
export async function findByCode(tx: ShopTx, typed: string): Promise<CodeOwner[]> {
  const { shopId } = tx;
  const code = typed.trim().toUpperCase();
  const redemptions = await tx.redemption.findMany({
    where: { shopId, code: { in: [code, dashed(code)] } },
    select: { code: true, customerId: true, orderId: true },
  });
  const referralCode = readCode(typed);
  const referral =
    referralCode &&
    (await tx.referralCode.findUnique({ where: { shopId_code: { shopId, code: referralCode } } }));
  return [
    ...redemptions.map((one) => ({ ...one, kind: "discount_code" as const, code: one.code ?? "" })),
    ...(referral
      ? [
          {
            kind: "referral_code" as const,
            code: referral.code,
            customerId: referral.customerId,
            orderId: null,
          },
        ]
      : []),
  ];
}

/** ENC7KMR29XDQW4T → ENC-7KMR-29XD-QW4T */
function dashed(code: string): string {
  return code.replace(/^([A-Z]{3})(\w{4})(\w{4})(\w{4})$/, "$1-$2-$3-$4");
}
