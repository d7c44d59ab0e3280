import {
  type LedgerBatch,
  post,
  transferHoldings,
  holdingsOf,
  type PostOutcome,
} from "#app/loyalty/ledger/ledger-batch.ts";
import {
  expireDue,
  type Extension,
  type NearTerms,
  releaseDue,
} from "#app/loyalty/ledger/due/due-points.ts";
import type { Account, EntryDraft, Lot, LotUse } from "#app/loyalty/ledger/ledger-entry.ts";
import { inOrderOfUse } from "#app/loyalty/ledger/lots.ts";
import type { LedgerTerms } from "#app/loyalty/ledger/posting.ts";
import { nothingTaken } from "#app/loyalty/ledger/redemption-points.ts";
import { discrepancies } from "#app/loyalty/ledger/audit/replay.ts";

// The ledger in memory: the same decisions as with a database, without one.

const plainTerms: LedgerTerms = {
  shortfall: "debt",
  debtLimit: null,
  expiry: { kind: "never" },
  expirySince: null,
  timezone: "UTC",
};

type Traits = { at?: Date; key?: string };

export class TestLedger {
  readonly batch: LedgerBatch;
  private last = 0;

  constructor(terms: Partial<LedgerTerms> = {}, at = new Date("2026-01-01T10:00:00Z")) {
    this.batch = {
      terms: { ...plainTerms, ...terms },
      at,
      accounts: new Map(),
      survivors: new Map(),
      lots: new Map(),
      movements: new Map(),
      whole: new Set(),
      redemptions: new Map(),
      undone: new Map(),
      given: new Map(),
      known: new Map(),
      entered: [],
      touched: new Map(),
      moves: [],
    };
  }

  readonly newId = () => `id-${String(++this.last).padStart(6, "0")}`;

  /** Moves the clock, and does what is due then. */
  clock(at: Date, near: NearTerms | null = null): Extension[] {
    this.batch.at = at;
    return [...this.batch.accounts.keys()].flatMap((customerId) => {
      releaseDue(this.batch, customerId, this.newId);
      return expireDue(this.batch, customerId, near, this.newId);
    });
  }

  post(draft: EntryDraft): PostOutcome {
    this.open(draft.customerId);
    // All that there is, is here: what is not known does not exist.
    const { known, redemptions } = this.batch;
    if (!known.has(draft.idempotencyKey)) known.set(draft.idempotencyKey, null);
    if ("redemptionId" in draft && !redemptions.has(draft.redemptionId))
      redemptions.set(draft.redemptionId, nothingTaken);
    return post(this.batch, draft, this.newId);
  }

  earn(
    customerId: string,
    points: bigint,
    traits: Traits & {
      orderId?: bigint;
      wait?: { until: Date } | "until_verified";
      qualifying?: bigint;
    } = {},
  ): PostOutcome {
    const { orderId = null, wait = null, ...rest } = traits;
    const about = { ...this.about(customerId, rest), orderId, ruleSnapshot: null, wait };
    const { qualifying } = traits;
    return this.post({
      ...about,
      kind: "earn",
      points,
      ...(qualifying !== undefined && { qualifying }),
    });
  }

  takeBack(
    customerId: string,
    points: bigint,
    traits: Traits & { orderId?: bigint; undoes?: string; countsFrom?: Date } = {},
  ): PostOutcome {
    const { orderId = null, undoes, countsFrom, ...rest } = traits;
    const about = { ...this.about(customerId, rest), orderId, ruleSnapshot: null };
    if (undoes) this.batch.given.set(undoes, this.lotsOf(undoes));
    const more = { ...(undoes && { undoes }), ...(countsFrom && { countsFrom }) };
    return this.post({ ...about, kind: "reverse", points, ...more });
  }

  step(
    kind: "hold" | "capture" | "void" | "return",
    customerId: string,
    redemptionId: string,
    points: bigint,
    traits: Traits = {},
  ): PostOutcome {
    return this.post({ ...this.about(customerId, traits), kind, redemptionId, points });
  }

  /** Holds and captures at once. */
  spend(customerId: string, points: bigint, redemptionId = this.newId()): void {
    this.step("hold", customerId, redemptionId, points);
    this.step("capture", customerId, redemptionId, points);
  }

  adjust(customerId: string, points: bigint, traits: Traits = {}): PostOutcome {
    return this.post({ ...this.about(customerId, traits), kind: "adjust", points });
  }

  /** The lots that an entry made. */
  private lotsOf(key: string): Set<string> {
    const entryId = this.batch.known.get(key)?.id;
    const lots = [...this.batch.lots.values()].flat().filter((lot) => lot.entryId === entryId);
    return new Set(lots.map(({ id }) => id));
  }

  merge(fromId: string, toId: string): void {
    this.open(fromId);
    this.open(toId);
    transferHoldings(
      this.batch,
      { fromId, toId, occurredAt: this.batch.at, source: "app" },
      this.newId,
    );
  }

  account(customerId: string): Account {
    this.open(customerId);
    return holdingsOf(this.batch, customerId).account;
  }

  /** What somebody has, as a person would say it. */
  balance(customerId: string): { available: number; pending: number; held: number; debt: number } {
    const { available, pending, held, debt } = this.account(customerId);
    return {
      available: Number(available),
      pending: Number(pending),
      held: Number(held),
      debt: Number(debt),
    };
  }

  /** The lots that hold points, in the order in which they are spent. */
  lots(customerId: string): Lot[] {
    const lots = this.batch.lots.get(customerId) ?? [];
    return inOrderOfUse(lots.filter(({ remaining }) => remaining > 0n));
  }

  /** Points and the day they expire on, of each lot that holds any. */
  dates(customerId: string): [number, string | null][] {
    return this.lots(customerId).map(({ remaining, expiresAt }) => [
      Number(remaining),
      expiresAt && dayOf(expiresAt, this.batch.terms.timezone),
    ]);
  }

  get uses(): LotUse[] {
    return this.batch.entered.flatMap(({ uses }) => uses);
  }

  /** What does not add up in anybody's account. */
  wrong(): string[] {
    return [...this.batch.accounts.values()].flatMap((account) =>
      discrepancies({
        account,
        entries: this.batch.entered
          .map(({ entry }) => entry)
          .filter(({ customerId }) => customerId === account.customerId),
        lots: this.batch.lots.get(account.customerId) ?? [],
        uses: this.uses,
        redemptionsHold: account.held,
      }),
    );
  }

  private about(customerId: string, { at = this.batch.at, key = this.newId() }: Traits) {
    return {
      customerId,
      idempotencyKey: key,
      occurredAt: at,
      source: "app" as const,
      reason: { code: "points_released" as const, points: "0" },
    };
  }

  private open(customerId: string): void {
    if (this.batch.accounts.has(customerId)) return;
    const nothing = {
      available: 0n,
      pending: 0n,
      held: 0n,
      debt: 0n,
      qualifying: 0n,
      forgiven: 0n,
      seq: 0n,
    };
    const account: Account = {
      ...nothing,
      customerId,
      spent: false,
      activeAt: null,
      frozenAt: null,
    };
    this.batch.accounts.set(customerId, account);
    this.batch.lots.set(customerId, []);
    this.batch.movements.set(customerId, []);
    this.batch.whole.add(customerId);
  }
}

function dayOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone }).format(at);
}
