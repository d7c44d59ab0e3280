import { audit } from "#app/audit/audit.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { storable } from "#app/ground/json.ts";

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
      const change = { action: "balance.adjusted", subject, before: null } as const;
      await audit(tx, { actor, ...change, after: { points } }, at);
    }
    return { outcome: "adjusted" };
  });
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
