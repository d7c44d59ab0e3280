import type { ShopTx } from "#app/ground/db.server.ts";

import type { LedgerTerms } from "./posting.ts";
import { ensureProgram } from "../program/program.server.ts";

/** What of a shop's program decides how entries are posted. In one look, as every posting needs it. */
export async function loadTerms(tx: ShopTx, shopId: string, at: Date): Promise<LedgerTerms> {
  const [terms] = await findTerms(tx, shopId);
  if (terms) return terms;
  await ensureProgram(tx, shopId, at);
  return (await findTerms(tx, shopId))[0] as LedgerTerms;
}

function findTerms(tx: ShopTx, shopId: string): Promise<LedgerTerms[]> {
  return tx.$queryRaw<LedgerTerms[]>`
    SELECT p.shortfall, p.debt_limit AS "debtLimit", p.expiry, p.expiry_since AS "expirySince", s.timezone
    FROM loyalty_program p JOIN shop s ON s.id = p.shop_id
    WHERE p.shop_id = ${shopId}::uuid`;
}
