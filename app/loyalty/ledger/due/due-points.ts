import { DateTime } from "luxon";

import { active, type Book, holdingsOf, keep, keepDates } from "../ledger-batch.ts";
import { release } from "../credits.ts";
import { expire } from "../debits.ts";
import type { NearReward } from "../expiry.ts";
import type { Lot } from "../ledger-entry.ts";
import { inOrderOfUse, spendable, waiting } from "../lots.ts";

/** More time for who is close to a reward, and what the cheapest one costs. */
export type NearTerms = NearReward & { cheapest: bigint };

/** Points that were given more time. */
export type Extension = { customerId: string; points: bigint; expiresAt: Date; extendedTo: Date };

/** Lets the pending points be spent whose waiting is over. Those that wait for their owner to sign in go on waiting. */
export function releaseDue(book: Book, customerId: string, newId: () => string): void {
  const due = waiting(holdingsOf(book, customerId).lots)
    .filter(({ releaseAt }) => releaseAt !== null && releaseAt <= book.at)
    .toSorted((a, b) => Number(a.releaseAt) - Number(b.releaseAt) || (a.id < b.id ? -1 : 1));
  for (const lot of due) releaseLot(book, lot, newId);
}

/**
 * Ends the points whose time is over: what remains of them, so that doing it again does nothing. Points of somebody who is close
 * to a reward are given more time instead, once; returns those.
 */
export function expireDue(
  book: Book,
  customerId: string,
  near: NearTerms | null,
  newId: () => string,
): Extension[] {
  const extensions: Extension[] = [];
  for (let due = dueLots(book, customerId); due.length > 0; due = dueLots(book, customerId)) {
    const first = due[0] as Lot;
    if (near && first.extendedAt === null && isNear(book, customerId, near)) {
      const longer = extend(book, first, near.days);
      keepDates(book, customerId, [longer]);
      note(extensions, first, longer);
    } else {
      const posted = expire(holdingsOf(book, customerId), first, {
        terms: book.terms,
        at: book.at,
        newId,
      });
      keep(book, posted, "app");
    }
  }
  return extensions;
}

function releaseLot(book: Book, lot: Lot, newId: () => string): void {
  const { customerId } = lot;
  const posted = release(holdingsOf(book, customerId), lot, {
    terms: book.terms,
    at: book.at,
    newId,
  });
  keep(book, posted, "app");
  // Points that can be spent now were earned now, as far as being active goes.
  const { expiry } = book.terms;
  if (expiry.kind === "rolling" && expiry.activity.includes("earn"))
    active(book, customerId, lot.releaseAt ?? book.at);
}

function dueLots(book: Book, customerId: string): Lot[] {
  const { lots } = holdingsOf(book, customerId);
  return inOrderOfUse(spendable(lots)).filter(
    ({ expiresAt }) => expiresAt !== null && expiresAt <= book.at,
  );
}

function isNear(book: Book, customerId: string, { percent, cheapest }: NearTerms): boolean {
  const { available } = holdingsOf(book, customerId).account;
  return available * 100n >= cheapest * BigInt(percent);
}

/** Counted from the day that they were to expire on, however late somebody looks. */
function extend({ at, terms }: Book, lot: Lot, days: number): Lot {
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
