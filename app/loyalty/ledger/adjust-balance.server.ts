import { audit } from "#app/audit/audit.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { storable } from "#app/ground/json.ts";

import type { EntryDraft } from "./ledger-entry.ts";
import { postEntries } from "./post-entries.server.ts";

/** What somebody asks for who changes a balance by hand. */
export type Adjustment = {
  customerId: string;
  /** Less than zero takes; never zero. */
  points: bigint;
  notes: Notes;
  /** Made with the form: sent again, it is the same adjustment. */
  clientKey: string;
};

/** What was written beside an entry: for the shop's own people, and for the customer. */
export type Notes = { internal: string | null; public: string | null };

export type Adjusted =
  | { outcome: "adjusted" }
  | { outcome: "refused"; reason: "unknown" | "frozen" }
  | { outcome: "refused"; reason: "short"; available: bigint };

/** Gives or takes points by hand, at most those that are there. Sent twice it happens once. */
export function adjustBalance(
  shopId: string,
  { customerId, points, notes, clientKey }: Adjustment,
  actor: string,
  at: Date,
): Promise<Adjusted> {
  return inShop(shopId, async (tx): Promise<Adjusted> => {
    const survivor = (await findSurvivors(tx, [customerId])).get(customerId);
    if (!survivor) return { outcome: "refused", reason: "unknown" };

    const before = await loadBalance(tx, survivor);
    const [posted] = await postEntries(
      tx,
      [
        {
          kind: "adjust",
          customerId: survivor,
          points,
          idempotencyKey: `adjust.form.${clientKey}`,
          occurredAt: at,
          source: "app",
          actor,
          reason: { code: "adjusted_by_hand", points: String(points) },
        },
      ],
      at,
    );
    if (!posted || posted.outcome === "frozen") return { outcome: "refused", reason: "frozen" };
    if (posted.outcome === "short")
      return { outcome: "refused", reason: "short", available: posted.available };
    if (posted.outcome === "posted") {
      await writeNotes(tx, [{ entryId: posted.entry.id, customerId: survivor, notes }]);
      const subject = `customer.${survivor}`;
      const change = { action: "balance.adjusted", subject, before } as const;
      const after = { ...(await loadBalance(tx, survivor)), points };
      await audit(tx, { actor, ...change, after }, at);
    }
    return { outcome: "adjusted" };
  });
}

export type Undone =
  | { outcome: "undone" }
  | { outcome: "refused"; reason: "unknown" | "frozen" | "undone" }
  | { outcome: "refused"; reason: "short"; available: bigint };

/**
 * Undoes a change that was made by hand, by an entry that reverses it: points that were given are taken back, from their own lot
 * first, and what was spent of them is owed; points that were taken go back to where they were taken from. Once.
 */
export function undoAdjustment(
  shopId: string,
  entryId: string,
  { actor, at }: { actor: string; at: Date },
): Promise<Undone> {
  return inShop(shopId, async (tx): Promise<Undone> => {
    const entry = await tx.ledgerEntry.findUnique({
      where: { shopId_id: { shopId, id: entryId } },
    });
    const { code } = (entry?.reason ?? {}) as { code?: string };
    if (!entry || entry.kind !== "adjust" || code !== "adjusted_by_hand")
      return { outcome: "refused", reason: "unknown" };
    const owner = (await findSurvivors(tx, [entry.customerId])).get(entry.customerId);
    if (!owner) return { outcome: "refused", reason: "unknown" };

    const before = await loadBalance(tx, owner);
    const [posted] = await postEntries(tx, [undoing(entry, { customerId: owner, actor, at })], at);
    if (!posted || posted.outcome === "frozen") return { outcome: "refused", reason: "frozen" };
    if (posted.outcome === "short")
      return { outcome: "refused", reason: "short", available: posted.available };
    if (posted.outcome !== "posted") return { outcome: "refused", reason: "undone" };
    const subject = `customer.${owner}`;
    const after = { ...(await loadBalance(tx, owner)), points: entry.outsideDelta };
    await audit(tx, { actor, action: "adjustment.undone", subject, before, after }, at);
    return { outcome: "undone" };
  });
}

/** The key of the entry that undoes another one, by that one's key. */
export const UNDONE = ".undone";

function undoing(
  { idempotencyKey, outsideDelta }: { idempotencyKey: string; outsideDelta: bigint },
  { customerId, actor, at }: { customerId: string; actor: string; at: Date },
): EntryDraft {
  const about = {
    customerId,
    actor,
    occurredAt: at,
    source: "app" as const,
    idempotencyKey: `${idempotencyKey}${UNDONE}`,
    reason: { code: "adjustment_undone", points: String(outsideDelta) } as const,
    undoes: idempotencyKey,
  };
  return outsideDelta > 0n
    ? { ...about, kind: "adjust", points: outsideDelta }
    : { ...about, kind: "reverse", points: -outsideDelta, qualifying: 0n }; // It had not counted towards tiers.
}

/** What somebody has to spend, or owes, as the activity log tells it. */
async function loadBalance(tx: ShopTx, customerId: string): Promise<{ balance: bigint }> {
  const account = await tx.ledgerAccount.findUnique({
    where: { shopId_customerId: { shopId: tx.shopId, customerId } },
    select: { available: true, debt: true },
  });
  return { balance: account ? account.available - account.debt : 0n };
}

/** Keeps the notes of entries apart from the ledger, where they can be forgotten with the person. */
export async function writeNotes(
  tx: ShopTx,
  written: readonly { entryId: string; customerId: string; notes: Notes }[],
): Promise<void> {
  const rows = written
    .filter(({ notes }) => notes.internal !== null || notes.public !== null)
    .map(({ entryId, customerId, notes }) => ({
      shopId: tx.shopId,
      entryId,
      customerId,
      ...storable(notes),
    }));
  if (rows.length > 0) await tx.entryNote.createMany({ data: rows, skipDuplicates: true });
}
