import type { ShopTx } from "#app/db.server.ts";

import type { LedgerTerms } from "./posting.ts";
import { ensureProgram } from "./program.server.ts";

/** What of a shop's program decides how entries are posted. */
export async function loadTerms(tx: ShopTx, shopId: string, at: Date): Promise<LedgerTerms> {
  const { shortfall, debtLimit, expiry, expirySince } = await ensureProgram(tx, shopId, at);
  const { timezone } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { timezone: true },
  });
  return { shortfall, debtLimit, expiry, expirySince, timezone };
}
