import { makeCustomer } from "../acts/make-documents.ts";
import type { Address, CustomerDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Chance } from "./chance.ts";
import { PEOPLES } from "./names.ts";

/** A person, who may have several emails and for some of them an account. */
export type Person = {
  customers: CustomerDoc[];
  /** Emails used without an account. */
  guestEmails: (string | null)[];
  address: Address | null;
  /** When they came, in ms. */
  bornAt: number;
};

const DAY_MS = 24 * 60 * 60 * 1000;
const MONTHS_18_DAYS = 548;

/** `count` people who came over the last eighteen months, most with one account. */
export function makePeople(
  store: Store,
  shop: ShopDoc,
  chance: Chance,
  count: number,
  now: Date,
): Person[] {
  return Array.from({ length: count }, (_, i) => makePerson(store, shop, chance, i, now));
}

function makePerson(store: Store, shop: ShopDoc, chance: Chance, i: number, now: Date): Person {
  const people = chance.happens(0.55) ? chance.pick(PEOPLES.slice(0, 2)) : chance.pick(PEOPLES);
  const firstName = chance.pick(people.given);
  const lastName = chance.pick(people.family);
  const bornAt = now.getTime() - chance.unit() * MONTHS_18_DAYS * DAY_MS;
  const email = (host: string) =>
    `${latin(firstName, "buyer")}.${latin(lastName, "friend")}${i + 1}@${host}`;
  const address: Address = {
    firstName,
    lastName,
    company: chance.happens(0.05) ? `${lastName} & Co` : null,
    address1: `${chance.pick(["Main", "Park", "Garden", "Station", "Church", "Lake"])} Street ${chance.between(1, 180)}`,
    address2: null,
    city: chance.pick(people.cities),
    province: null,
    provinceCode: null,
    country: people.country,
    countryCode: people.countryCode,
    zip: String(chance.between(10_000, 99_999)),
    phone: null,
  };
  const named = !chance.happens(0.06);
  const phoneOnly = chance.happens(0.02);
  const phone =
    chance.happens(0.35) || phoneOnly ? `+4915${chance.between(10_000_000, 99_999_999)}` : null;
  const account = (mail: string | null): CustomerDoc => {
    const born = new Date(bornAt);
    const customer = makeCustomer(
      store.ids,
      {
        email: mail,
        phone,
        firstName: named ? firstName : null,
        lastName: named ? lastName : null,
        locale: people.locale,
        state: chance.happens(0.6) ? "enabled" : "disabled",
        emailMarketing: mail && chance.happens(0.55) ? "subscribed" : "not_subscribed",
        ...(phone && chance.happens(0.3) && { smsMarketing: "subscribed" as const }),
        address: named ? address : null,
      },
      born,
    );
    store.customers.put(shop.id, customer);
    return customer;
  };
  const first = account(phoneOnly ? null : email("example.com"));
  // Some people come back with another address of theirs, or order as a guest with the one they have.
  const second = chance.happens(0.04) ? [account(email("mail.example.org"))] : [];
  const guestEmails: (string | null)[] = [];
  if (chance.happens(0.05)) guestEmails.push(email("work.example.net"));
  if (chance.happens(0.05) && first.email) guestEmails.push(first.email.toUpperCase());
  return { customers: [first, ...second], guestEmails, address, bornAt };
}

/** Letters that an email may have; names in other scripts fall back. */
function latin(name: string, otherwise: string): string {
  const plain = name
    .replaceAll("ß", "ss")
    .replaceAll("ł", "l")
    .replaceAll("Ł", "L")
    .normalize("NFKD")
    .replace(/[^a-z]/gi, "")
    .toLowerCase();
  return plain || otherwise;
}
