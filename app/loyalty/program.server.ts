import { inShop, type ShopTx } from "#app/db.server.ts";
import { now } from "#app/clock.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";
import { type LoyaltyProgram, Prisma } from "#prisma/generated/client/client.ts";

import { audit } from "./audit.server.ts";
import type { Expiry, NearReward } from "./expiry.ts";
import type { ShortfallPolicy } from "./posting.ts";
import { type CustomRefunds, defaultRule, type EarnRule, type Rounding } from "./rule.ts";

/** A shop's program: how orders earn, what happens to points that were spent before they are taken back, and when points expire. */
export type Program = EarnRule &
  ShortfallPolicy & {
    expiry: Expiry;
    /** When the expiry was last changed. */
    expirySince: Date | null;
    nearReward: NearReward | null;
  };

/** Everything about a program that a merchant decides. */
export type ProgramSettings = Omit<Program, "version" | "expirySince">;

/** The shop's program; a shop without one gets the default one first. */
export function loadProgram(shopId: string): Promise<Program> {
  return inShop(shopId, (tx) => ensureProgram(tx, shopId, now()));
}

/**
 * Changes what is named of the program. Orders that were awarded before keep their rule. Returns the program with its new version, or the one
 * that there was when nothing is different. `actor` is who is said to have done it.
 */
export function saveProgram(
  shopId: string,
  changes: Partial<ProgramSettings>,
  at: Date,
  actor = "encore",
): Promise<Program> {
  return inShop(shopId, async (tx) => {
    const before = await ensureProgram(tx, shopId, at);
    const settings: ProgramSettings = { ...before, ...changes };
    if (isSame(before, settings)) return before;

    const isOther = JSON.stringify(before.expiry) !== JSON.stringify(settings.expiry);
    const expirySince = isOther ? at : before.expirySince;
    const data = { ...columnsOf(settings), expirySince, version: { increment: 1 }, updatedAt: at };
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
  const program: Program = {
    ...defaultRule(currency),
    shortfall: "debt",
    debtLimit: null,
    expiry: { kind: "never" },
    expirySince: null,
    nearReward: null,
  };
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

function isSame(a: ProgramSettings, b: ProgramSettings): boolean {
  const text = (settings: ProgramSettings) =>
    JSON.stringify(columnsOf(settings), (_, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    );
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
    expiry: settings.expiry,
    nearReward: settings.nearReward ?? Prisma.DbNull,
  };
}

function programOf(row: LoyaltyProgram): Program {
  return {
    version: row.version,
    active: row.active,
    pointsPerUnit: row.pointsPerUnit,
    unitMinor: row.unitMinor,
    rounding: row.rounding as Rounding,
    includeTax: row.includeTax,
    includeDiscounted: row.includeDiscounted,
    excludedProductIds: row.excludedProductIds,
    customRefunds: row.customRefunds as CustomRefunds,
    earnsFrom: row.earnsFrom,
    shortfall: row.shortfall as ShortfallPolicy["shortfall"],
    debtLimit: row.debtLimit,
    expiry: row.expiry as unknown as Expiry,
    expirySince: row.expirySince,
    nearReward: row.nearReward as unknown as NearReward | null,
  };
}
