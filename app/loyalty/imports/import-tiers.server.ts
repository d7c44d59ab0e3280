import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import type { PointsImport } from "#prisma/generated/client/client.ts";

import { openBatch } from "../ledger/open-batch.server.ts";
import { loadAllowed } from "../program/program-state.server.ts";
import { endTiers, giveTiers } from "../tiers/manual-tiers.server.ts";
import { reviewTiers } from "../tiers/review-tiers.server.ts";
import type { GoodRow, Row } from "./row-outcomes.server.ts";

/**
 * Gives the tiers of rows by hand. It brings over what was so before: entering them gives nothing, and nobody is told. Of two rows
 * about one person the first is heard. In a draft they are rated when it is launched.
 */
export async function setTiers(
  tx: ShopTx,
  { id: importId }: PointsImport,
  rows: readonly GoodRow[],
  at: Date,
): Promise<void> {
  const told = rows.filter(({ tierId }) => tierId !== null);
  if (told.length === 0) return;
  const owners = await ownersOf(tx, told);
  const once = new Map(
    told.toReversed().flatMap((row) => {
      const owner = owners.get(row.customerId);
      return owner ? [[owner, row] as const] : [];
    }),
  );
  const ids = [...once.keys()];
  await openBatch(tx, ids, at); // Locks the accounts.
  const asks = [...once].map(([customerId, { tierId, tierUntil: until }]) => ({
    customerId,
    tierId,
    until,
    importId,
  }));
  await giveTiers(tx, asks, at);
  await reviewAgain(tx, ids, at);
}

/** Takes away the tiers that these rows gave, where they are still held. */
export async function takeTiersBack(
  tx: ShopTx,
  { id: importId }: PointsImport,
  rows: readonly Row[],
  at: Date,
): Promise<void> {
  const told = rows.filter((row): row is GoodRow => row.tierId !== null && row.customerId !== null);
  if (told.length === 0) return;
  const ids = [...new Set((await ownersOf(tx, told)).values())];
  await openBatch(tx, ids, at);
  await endTiers(tx, ids, importId, at);
  await reviewAgain(tx, ids, at);
}

function ownersOf(tx: ShopTx, rows: readonly GoodRow[]): Promise<Map<string, string>> {
  return findSurvivors(
    tx,
    rows.map(({ customerId }) => customerId),
  );
}

async function reviewAgain(tx: ShopTx, ids: readonly string[], at: Date): Promise<void> {
  if ((await loadAllowed(tx)).takeBack) await reviewTiers(tx, ids, at);
}
