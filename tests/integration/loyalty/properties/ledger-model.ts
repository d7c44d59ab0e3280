import { expect } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { expirePoints } from "#app/loyalty/ledger/due/expire-points.server.ts";
import type { EntryDraft } from "#app/loyalty/ledger/ledger-entry.ts";
import type { LedgerTerms } from "#app/loyalty/ledger/posting.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import { loadProgram } from "#app/loyalty/program/program.server.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import { TestLedger } from "#tests/support/loyalty/a-ledger.ts";
import {
  type Act,
  daysAfter,
  REDEMPTIONS,
  SCRIPT_START,
} from "#tests/support/loyalty/ledger-scripts.ts";
import { createShop } from "#tests/support/shop.ts";

type Member = { id: string; redemptionIds: string[] };

/**
 * One shop in PostgreSQL with many customers, and the same shop in memory. What happens is posted to both, in the database for
 * all customers together, and each draft must come to the same.
 */
export class ModelledShop {
  readonly id: string;
  readonly members: Member[];
  readonly model: TestLedger;
  readonly posted: EntryDraft[] = [];
  at = SCRIPT_START;

  private constructor(id: string, members: Member[], terms: LedgerTerms) {
    this.id = id;
    this.members = members;
    this.model = new TestLedger(terms, SCRIPT_START);
    for (const member of members) this.model.account(member.id);
  }

  static async open(size: number, terms: LedgerTerms): Promise<ModelledShop> {
    const { id: shopId } = await createShop({ currency: "USD", timezone: terms.timezone });
    await loadProgram(shopId);
    const { shortfall, debtLimit, expiry, expirySince } = terms;
    const members = Array.from({ length: size }, () => ({
      id: newId(),
      redemptionIds: Array.from({ length: REDEMPTIONS }, newId),
    }));
    await inShop(shopId, async (tx) => {
      await tx.loyaltyProgram.update({
        where: { shopId },
        data: { shortfall, debtLimit, expiry, expirySince, lotsDatedFor: expirySince },
      });
      await tx.customer.createMany({
        data: members.map(({ id }) => ({ shopId, id, createdAt: SCRIPT_START })),
      });
      const row = { state: "held", rewardSnapshot: {}, heldAt: SCRIPT_START, points: 1n };
      await tx.redemption.createMany({
        data: members.flatMap(({ id: customerId, redemptionIds }) =>
          redemptionIds.map((id) => ({
            ...row,
            shopId,
            id,
            customerId,
            rewardId: id,
            clientKey: id,
          })),
        ),
      });
    });
    return new ModelledShop(shopId, members, terms);
  }

  /** Each member does the next of their acts, in one transaction. */
  async step(acts: readonly (readonly Act[])[]): Promise<void> {
    const drafts = acts.flatMap((some, index) =>
      some.flatMap((act) => this.draft(this.members[index] as Member, act) ?? []),
    );
    const outcomes = await inShop(this.id, (tx) => postEntries(tx, drafts, this.at));
    drafts.forEach((draft, index) => {
      const { outcome } = this.model.post(draft);
      expect(`${draft.kind} ${draft.points} ${outcomes[index]?.outcome}`).toBe(
        `${draft.kind} ${draft.points} ${outcome}`,
      );
      if (outcome === "posted") this.posted.push(draft);
    });
  }

  /** Time goes by, and what is due is done. */
  async clock(days: number): Promise<void> {
    this.at = daysAfter(this.at, days);
    this.model.clock(this.at);
    await releasePoints(this.id, this.at);
    await expirePoints(this.id, this.at);
  }

  /** What everybody has and when it goes, as the database and as the model have it. */
  async states(): Promise<{ stored: string[]; modelled: string[] }> {
    const { accounts, lots } = await inShop(this.id, async (tx) => ({
      accounts: await tx.ledgerAccount.findMany({ where: { shopId: this.id } }),
      lots: await tx.lot.findMany({ where: { shopId: this.id, remaining: { gt: 0 } } }),
    }));
    const lotsOf = Map.groupBy(lots, ({ customerId }) => customerId);
    const stored = accounts.map((one) => stateOf(one, lotsOf.get(one.customerId) ?? []));
    const modelled = accounts.map(({ customerId }) =>
      stateOf(this.model.account(customerId), this.model.lots(customerId)),
    );
    return { stored: stored.toSorted(), modelled: modelled.toSorted() };
  }

  private draft({ id, redemptionIds }: Member, act: Act): EntryDraft | null {
    if (act.do === "merge" || act.do === "clock") return null;
    const about = {
      customerId: id,
      idempotencyKey: newId(),
      occurredAt: this.at,
      source: "app" as const,
      reason: { code: "points_released" as const, points: "0" },
    };
    const { points } = act;
    if (act.do === "adjust") return { ...about, kind: "adjust", points };
    if (act.do === "earn") {
      const { orderId, waitDays } = act;
      const wait = waitDays === null ? null : { until: daysAfter(this.at, waitDays) };
      return { ...about, kind: "earn", points, orderId, ruleSnapshot: null, wait };
    }
    if (act.do === "takeBack")
      return { ...about, kind: "reverse", points, orderId: act.orderId, ruleSnapshot: null };
    const redemptionId = redemptionIds[act.redemption] as string;
    return { ...about, kind: act.do, points, redemptionId };
  }
}

type Account = Record<"available" | "pending" | "held" | "debt" | "qualifying", bigint> & {
  customerId: string;
};
type Lot = { remaining: bigint; expiresAt: Date | null; pending: boolean; orderId: bigint | null };

function stateOf(account: Account, lots: readonly Lot[]): string {
  const { customerId, available, pending, held, debt, qualifying } = account;
  const dated = lots.map(
    (lot) =>
      `${lot.remaining}${lot.pending ? " pending" : ""} of ${lot.orderId} until ${lot.expiresAt?.toISOString()}`,
  );
  return `${customerId}: ${available} ${pending} ${held} ${debt} ${qualifying}; ${dated.toSorted().join(", ")}`;
}
