import { v7 } from "uuid";

/** A new internal id: a UUID whose order is the order of time, so that rows written together lie together. */
export function newId(): string {
  return v7();
}
