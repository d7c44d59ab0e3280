import type pg from "pg";

import { log } from "#app/ground/log.server.ts";

import { type DeliveryRow, insertDeliveries } from "./insert-deliveries.server.ts";

type Waiting = { row: DeliveryRow; settle: (stored: boolean) => void };

/** A batch waits this long for company: the answer is a little later, and the database does a hundredth of the commits. */
const GATHER_MS = 2;
const MOST_ROWS = 100;
/** Few at a time: what waits meanwhile makes the next batch larger, and a larger batch is cheaper a row. */
const MOST_BATCHES_AT_ONCE = 2;
/** More than this are not held in memory: whoever sends them is asked to come back. */
const MOST_WAITING = 4_000;
const MOST_WAITING_BYTES = 128 * 1024 * 1024;
/** Shopify hangs up after 5 s. Better to say before that that it should try again. */
const ANSWER_WITHIN_MS = 4_000;

/** Stores deliveries in batches. Each is settled once, after its batch was committed or could not be. */
export class DeliveryBuffer {
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private batchesUnderWay = 0;
  private timer: NodeJS.Timeout | null = null;
  private whenIdle: (() => void)[] = [];
  private readonly pool: pg.Pool;
  private readonly onStored: () => void;

  constructor(pool: pg.Pool, onStored: () => void) {
    this.pool = pool;
    this.onStored = onStored;
  }

  /** Takes a delivery, or returns false when there are too many already. */
  add(row: DeliveryRow, settle: (stored: boolean) => void): boolean {
    if (this.waiting.length >= MOST_WAITING || this.waitingBytes >= MOST_WAITING_BYTES)
      return false;
    this.waiting.push({ row, settle });
    this.waitingBytes += row.body.length;
    if (this.waiting.length >= MOST_ROWS) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
    return true;
  }

  /** Resolves when all that was taken is settled. */
  async idle(): Promise<void> {
    if (this.waiting.length === 0 && this.batchesUnderWay === 0) return;
    await new Promise<void>((done) => this.whenIdle.push(done));
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    while (this.waiting.length > 0 && this.batchesUnderWay < MOST_BATCHES_AT_ONCE) {
      const batch = this.waiting.splice(0, MOST_ROWS);
      for (const { row } of batch) this.waitingBytes -= row.body.length;
      this.batchesUnderWay++;
      void this.store(batch);
    }
  }

  private async store(batch: Waiting[]): Promise<void> {
    const settle = settleOnce(batch);
    const tooLate = setTimeout(() => settle(false), ANSWER_WITHIN_MS);
    try {
      await insertDeliveries(
        this.pool,
        batch.map(({ row }) => row),
      );
      settle(true);
      this.onStored();
    } catch (error) {
      log.error(
        { err: error, deliveries: batch.length },
        "Deliveries could not be stored; Shopify will send them again",
      );
      settle(false);
    } finally {
      clearTimeout(tooLate);
      this.batchesUnderWay--;
      this.flush();
      if (this.waiting.length === 0 && this.batchesUnderWay === 0)
        for (const done of this.whenIdle.splice(0)) done();
    }
  }
}

function settleOnce(batch: Waiting[]): (stored: boolean) => void {
  let open = true;
  return (stored) => {
    if (open) for (const { settle } of batch) settle(stored);
    open = false;
  };
}
