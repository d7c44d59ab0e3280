import type { Chance } from "./chance.ts";
import type { Person } from "./make-people.ts";

/** One visit that ends in an order, in ms. */
export type Visit = { person: Person; at: number };

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;

/** Anonymous buyers beside every hundred people with an account. */
const PASSERS_BY_PER_HUNDRED = 8;

/** When these people, and guests beside them, come to buy until `now`: the earliest first. */
export function makeVisits(people: readonly Person[], chance: Chance, now: Date): Visit[] {
  const visits = people.flatMap((person) => visitsOf(person, chance, now));
  const passersBy = Math.round((people.length * PASSERS_BY_PER_HUNDRED) / 100);
  for (let i = 0; i < passersBy; i++) visits.push(passerBy(chance, i, now));
  return visits.sort((a, b) => a.at - b.at);
}

/** Buying rates per week are Gamma(r, alpha) over people; after each purchase one leaves for good with a Beta(a, b) chance. */
const BG_NBD = { r: 0.9, alpha: 7, a: 0.8, b: 3 };

function visitsOf(person: Person, chance: Chance, now: Date): Visit[] {
  const perWeek = chance.gamma(BG_NBD.r, BG_NBD.alpha);
  const leaves = chance.beta(BG_NBD.a, BG_NBD.b);
  const visits: Visit[] = [];
  let at = person.bornAt;
  while (at < now.getTime() && visits.length < 120) {
    visits.push({ person, at: Math.round(at) });
    if (chance.happens(leaves)) break;
    at += chance.wait(1 / perWeek) * WEEK_MS;
  }
  return visits;
}

/** Someone without an account: an email of their own, or at the till none at all. */
function passerBy(chance: Chance, i: number, now: Date): Visit {
  const email = chance.happens(0.75) ? `guest.${i + 1}@example.com` : null;
  const at = Math.round(now.getTime() - chance.unit() * 500 * DAY_MS);
  return { at, person: { customers: [], guestEmails: [email], address: null, bornAt: at } };
}
