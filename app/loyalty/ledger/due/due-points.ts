import { DateTime } from "luxon";

import type { NearReward } from "#app/loyalty/program/expiry.ts";

import { release } from "../credits.ts";
import { expire } from "../debits.ts";
import {
  accountOf,
  forgivenSoFar,
  makeUpForForgiven,
  noteActive,
  reallocateLots,
  type LedgerBatch,
  holdingsOf,
  record,
  recordDates,
} from "../ledger-batch.ts";
import type { Lot } from "../ledger-entry.ts";
import { inOrderOfUse, spendable, waiting } from "../lots.ts";

/** More time for who is close to a reward, and what the cheapest one costs. */
export type NearTerms = NearReward & { cheapest: bigint };

/** Points that were given more time. */
export type Extension = { customerId: string; points: bigint; expiresAt: Date; extendedTo: Date };

/** Lets the pending points be spent whose waiting is over. Those that wait for their owner to sign in go on waiting. */
export function releaseDue(batch: LedgerBatch, customerId: string, newId: () => string): void {
  const due = waiting(holdingsOf(batch, customerId).lots)
    .filter(({ releaseAt }) => releaseAt !== null && releaseAt <= batch.at)
    .toSorted((a, b) => Number(a.releaseAt) - Number(b.releaseAt) || (a.id < b.id ? -1 : 1));
  for (const lot of due) releaseLot(batch, lot, newId);
}

/**
 * Ends the points whose time is over: what remains of them, so that doing it again does nothing. Points of somebody who is close
 * to a reward are given more time instead, once; returns those.
 */
export function expireDue(
  batch: LedgerBatch,
  customerId: string,
  near: NearTerms | null,
  newId: () => string,
): Extension[] {
  const extensions: Extension[] = [];
  for (let due = dueLots(batch, customerId); due.length > 0; due = dueLots(batch, customerId)) {
    const first = due[0] as Lot;
    if (near && first.extendedAt === null && isNear(batch, customerId, near)) {
      const longer = extend(batch, first, near.days);
      recordDates(batch, customerId, [longer]);
      note(extensions, first, longer);
    } else {
      const posted = expire(accountOf(batch, customerId), first, {
        terms: batch.terms,
        at: batch.at,
        newId,
      });
      record(batch, posted, "app");
    }
  }
  return extensions;
}

function releaseLot(batch: LedgerBatch, lot: Lot, newId: () => string): void {
  const { customerId } = lot;
  const account = accountOf(batch, customerId);
  const before = forgivenSoFar(batch, account);
  const posted = release(account, lot, { terms: batch.terms, at: batch.at, newId });
  record(batch, posted, "app");
  // Points that can be spent now were earned now, as far as being active goes.
  const { expiry } = batch.terms;
  if (expiry.kind === "rolling" && expiry.activity.includes("earn")) {
    const countsFrom = lot.releaseAt ?? batch.at;
    noteActive(batch, customerId, { doneAt: countsFrom, countsFrom }, newId);
  }
  makeUpForForgiven(batch, { posted, before, source: "app" }, newId);
  reallocateLots(batch, { posted, source: "app" }, newId);
}

function dueLots(batch: LedgerBatch, customerId: string): Lot[] {
  const { lots } = holdingsOf(batch, customerId);
  return inOrderOfUse(spendable(lots)).filter(
    ({ expiresAt }) => expiresAt !== null && expiresAt <= batch.at,
  );
}

function isNear(batch: LedgerBatch, customerId: string, { percent, cheapest }: NearTerms): boolean {
  const { available } = accountOf(batch, customerId);
  return available * 100n >= cheapest * BigInt(percent);
}

/** Counted from the day that they were to expire on, however late somebody looks. */
function extend({ at, terms }: LedgerBatch, lot: Lot, days: number): Lot {
  const until = DateTime.fromJSDate(lot.expiresAt as Date, { zone: terms.timezone })
    .plus({ days })
    .endOf("day");
  return { ...lot, expiresAt: until.toJSDate(), extendedAt: at };
}

function note(extensions: Extension[], before: Lot, { expiresAt }: Lot): void {
  const same = extensions.find((one) => Number(one.expiresAt) === Number(before.expiresAt));
  if (same) same.points += before.remaining;
  else
    extensions.push({
      customerId: before.customerId,
      points: before.remaining,
      expiresAt: before.expiresAt as Date,
      extendedTo: expiresAt as Date,
    });
}
