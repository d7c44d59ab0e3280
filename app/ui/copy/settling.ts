import type { Settling, SumsWork } from "#app/analytics/settling.server.ts";

import type { Formats } from "../format/formats.ts";
import { leftInWords, minutesLeft } from "./work.ts";

/** What is done, and what it is done of. */
const works: Record<SumsWork["kind"], { name: string; of: string }> = {
  history: { name: "Importing your order history", of: "orders" },
  "imported-customers": { name: "Counting points and tiers of imported orders", of: "customers" },
  "known-orders": { name: "Counting anew what remains of earlier orders", of: "orders" },
  tiers: { name: "Working out everybody’s tier by your new tiers", of: "customers" },
  "points-import": { name: "Importing points", of: "rows" },
  launch: { name: "Launching your program", of: "customers" },
  relaunch: { name: "Launching your program again", of: "customers" },
  recalculation: { name: "Recalculating balances", of: "customers" },
  reset: { name: "Taking all points back", of: "customers" },
};

/** "Importing points" */
export function workName({ kind }: SumsWork): string {
  return works[kind].name;
}

/** "Importing points: 50 of 100 rows" */
export function workInWords({ kind, done, total }: SumsWork, { number }: Formats): string {
  const { name, of } = works[kind];
  if (total !== null) return `${name}: ${number(done)} of ${number(total)} ${of}`;
  return done === 0 ? name : `${name}: ${number(done)} ${of} so far`;
}

/** "Still being calculated, about 3 min left": as long as what takes longest, where all of it is known. */
export function settlingInWords({ works: all, isRecounting }: Settling, now: string): string {
  const title = "Still being calculated";
  if (isRecounting) return `${title}, ${leftInWords(0)}`;
  const minutes = all.map((work) => minutesLeft(work, now));
  const known = minutes.filter((one) => one !== null);
  return known.length < minutes.length ? title : `${title}, ${leftInWords(Math.max(...known))}`;
}
