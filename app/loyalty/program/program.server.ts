import type { AuditDraft } from "#app/audit/audit-actions.ts";
import { audit } from "#app/audit/audit.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";

import { loyaltyEvent } from "./loyalty-event.ts";
import { shopOf } from "./shop-of.server.ts";
import { needCollections } from "./need-collections.server.ts";
import { columnsOf, programOf } from "./program-row.server.ts";
import {
  defaultProgram,
  isSame,
  type Program,
  type ProgramSettings,
  type Saver,
} from "./program.ts";
import { startProgram } from "./starting/start-program.server.ts";

export type { Program, ProgramSettings } from "./program.ts";

/** The shop's program; a shop without one gets the default one first. */
export function loadProgram(shopId: string): Promise<Program> {
  return inShop(shopId, (tx) => ensureProgram(tx, now()));
}

/**
 * Changes what is named of the program. Orders that were awarded before keep their rule. Returns
 * the program with its new version, the one that there was when nothing is different, or null when
 * it is no longer as it was `seen`.
 */
export function saveProgram(
  shopId: string,
  changes: Partial<ProgramSettings>,
  at: Date,
  { actor = "encore", seen = () => true }: Saver<Program> = {},
): Promise<Program | null> {
  return inShop(shopId, async (tx) => {
    const before = await lockProgram(tx, at);
    if (!seen(before)) return null;
    const settings: ProgramSettings = { ...before, ...changes };
    if (isSame(before, { ...settings, version: before.version, expirySince: before.expirySince }))
      return before;

    const expirySince = isSame(before.expiry, settings.expiry) ? before.expirySince : at;
    const data = { ...columnsOf(settings), expirySince, version: { increment: 1 }, updatedAt: at };
    const saved = programOf(await tx.loyaltyProgram.update({ where: { shopId }, data }));
    await needCollections(tx, [
      ...saved.excludedCollectionIds,
      ...saved.multipliers.flatMap(({ collectionIds }) => collectionIds),
    ]);
    await announce(tx, saved, at);
    const change = { action: "program.saved", subject: "program", before, after: saved } as const;
    await audit(tx, { actor, ...change }, at);
    return saved;
  });
}

/**
 * The program, which nobody else changes until this transaction ends, nor anything that belongs to
 * it: whoever saves a tier, a reward or a campaign asks for this first.
 */
export async function lockProgram(tx: ShopTx, at: Date): Promise<Program> {
  const { shopId } = tx;
  await ensureProgram(tx, at);
  await tx.$queryRaw`
    SELECT shop_id FROM loyalty_program WHERE shop_id = ${shopId}::uuid FOR NO KEY UPDATE`;
  return programOf(await tx.loyaltyProgram.findUniqueOrThrow({ where: { shopId } }));
}

/** The program inside a transaction; made by default, and announced to the storefront, when the shop has none yet. */
export async function ensureProgram(tx: ShopTx, at: Date): Promise<Program> {
  const { shopId } = tx;
  const found = await tx.loyaltyProgram.findUnique({ where: { shopId } });
  if (found) return programOf(found);

  const { currency } = await shopOf(tx);
  const program = defaultProgram(currency);
  const { count } = await tx.loyaltyProgram.createMany({
    data: {
      ...columnsOf(program),
      ...{ shopId, version: program.version, updatedAt: at },
      // As its first rewards have it: 500 points for 5 dollars, or 500 yen.
      valueMinor: program.unitMinor,
    },
    skipDuplicates: true, // Somebody else may be making it at this moment.
  });
  if (count > 0) await startProgram(tx, at);
  await announce(tx, program, at);
  return programOf(await tx.loyaltyProgram.findUniqueOrThrow({ where: { shopId } }));
}

/**
 * Says that something changed that belongs to the program without standing in it: a campaign, a
 * tier, a reward. The storefront is told anew.
 */
export async function announceProgram(tx: ShopTx, at: Date): Promise<void> {
  await ensureProgram(tx, at);
  const data = { version: { increment: 1 }, updatedAt: at };
  await announce(tx, await tx.loyaltyProgram.update({ where: { shopId: tx.shopId }, data }), at);
}

/** The same, and writes down what changed. */
export async function announceChange(tx: ShopTx, change: AuditDraft, at: Date): Promise<void> {
  await audit(tx, change, at);
  await announceProgram(tx, at);
}

/** After each install: sees that there is a program. */
export async function openProgram(shopId: string): Promise<void> {
  await inShop(shopId, (tx) => ensureProgram(tx, now()));
}

/** Once for each version, whoever made it first. */
async function announce(tx: ShopTx, { version }: { version: number }, at: Date): Promise<void> {
  const about = { customerId: null, occurredAt: at, properties: { version } };
  const changed = loyaltyEvent("program.changed", `version.${version}`, about);
  await appendEvents(tx, tx.shopId, [changed], at);
}
