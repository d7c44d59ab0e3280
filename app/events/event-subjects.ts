import type { StoredEvent } from "./event.ts";

/** Whom an event is about: its customer, and whoever turned out to be somebody else. */
export function eventSubjects(event: StoredEvent): string[] {
  const own = event.customerId === null ? [] : [event.customerId];
  return event.type === "customer.unmerged" ? [...own, event.properties.separatedId] : own;
}
