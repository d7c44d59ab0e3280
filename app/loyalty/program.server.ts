import { inShop, type ShopTx } from "#app/db.server.ts";
import { now } from "#app/clock.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";
import type { LoyaltyProgram } from "#prisma/generated/client/client.ts";

import { audit } from "./audit.server.ts";
import type { ShortfallPolicy } from "./posting.ts";
import { type CustomRefunds, defaultRule, type EarnRule, type Rounding } from "./rule.ts";

/** A shop's program: how orders earn, and what happens to points that were spent before they are taken back. */
export type Program = EarnRule & ShortfallPolicy;

/** Everything about a program that a merchant decides. */
export type ProgramSettings = Omit<Program, "version">;

/** The shop's program; a shop without one gets the default one first. */
export function loadProgram(shopId: string): Promise<Program> {
  return inShop(shopId, (tx) => ensureProgram(tx, shopId, now()));
}

/**
 * Changes the program. Orders that were awarded before keep their rule. Returns the program with its new version, or the one
 * that there was when nothing is different. `actor` is who is said to have done it.
 */
export function saveProgram(
  shopId: string,
  settings: ProgramSettings,
  at: Date,
  actor = "encore",
): Promise<Program> {
  return inShop(shopId, async (tx) => {
    const before = await ensureProgram(tx, shopId, at);
    const next: Program = { ...settings, version: before.version };
    if (isSame(before, next)) return before;

    const data = { ...columnsOf(settings), version: { increment: 1 }, updatedAt: at };
    const saved = programOf(await tx.loyaltyProgram.update({ where: { shopId }, data }));
    await announce(tx, shopId, saved, at);
    await audit(
      tx,
      shopId,
      { actor, action: "program.saved", subject: "program", before, after: saved },
      at,
    );
    return saved;
  });
}

/** The program inside a transaction; made by default, and announced to the storefront, when the shop has none yet. */
export async function ensureProgram(tx: ShopTx, shopId: string, at: Date): Promise<Program> {
  const found = await tx.loyaltyProgram.findUnique({ where: { shopId } });
  if (found) return programOf(found);

  const { currency } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { currency: true },
  });
  const program: Program = { ...defaultRule(currency), shortfall: "debt", debtLimit: null };
  await tx.loyaltyProgram.createMany({
    data: { ...columnsOf(program), shopId, version: program.version, updatedAt: at },
    skipDuplicates: true, // Somebody else may be making it at this moment.
  });
  await announce(tx, shopId, program, at);
  return programOf(await tx.loyaltyProgram.findUniqueOrThrow({ where: { shopId } }));
}

/** After each install: sees that there is a program. */
export async function openProgram(shopId: string): Promise<void> {
  await inShop(shopId, (tx) => ensureProgram(tx, shopId, now()));
}

/** Once for each version, whoever made it first. */
async function announce(tx: ShopTx, shopId: string, { version }: Program, at: Date): Promise<void> {
  const changed: EventDraft = {
    type: "program.changed",
    customerId: null,
    orderId: null,
    occurredAt: at,
    source: "app",
    dedupeKey: `program.changed.version.${version}`,
    properties: { version },
  };
  await appendEvents(tx, shopId, [changed], at);
}

function isSame(a: Program, b: Program): boolean {
  const text = (program: Program) => JSON.stringify(Object.entries(columnsOf(program)).map(String));
  return text(a) === text(b);
}

function columnsOf(settings: ProgramSettings) {
  return {
    active: settings.active,
    pointsPerUnit: settings.pointsPerUnit,
    unitMinor: settings.unitMinor,
    rounding: settings.rounding,
    includeTax: settings.includeTax,
    includeDiscounted: settings.includeDiscounted,
    excludedProductIds: [...settings.excludedProductIds],
    customRefunds: settings.customRefunds,
    shortfall: settings.shortfall,
    debtLimit: settings.debtLimit,
    earnsFrom: settings.earnsFrom,
  };
}

function programOf(row: LoyaltyProgram): Program {
  return {
    ...columnsOf({
      ...row,
      rounding: row.rounding as Rounding,
      customRefunds: row.customRefunds as CustomRefunds,
      shortfall: row.shortfall as ShortfallPolicy["shortfall"],
    }),
    version: row.version,
  };
}
