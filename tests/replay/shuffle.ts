import { isDelivery } from "./line.schema.ts";
import type { Numbered } from "./read-file.ts";

const REPEATED_SHARE = 0.3;

/** The deliveries that stand between two actions in another order, some of them more than once; the actions stay where they are. */
export function shuffled(lines: readonly Numbered[], random: () => number): Numbered[] {
  const result: Numbered[] = [];
  let between: Numbered[] = [];
  const deal = () => {
    const more = between.filter(() => random() < REPEATED_SHARE);
    result.push(...inAnyOrder([...between, ...more], random));
    between = [];
  };
  for (const line of lines) {
    if (isDelivery(line.entry)) between.push(line);
    else {
      deal();
      result.push(line);
    }
  }
  deal();
  return result;
}

/** The items in an order that chance says. */
export function inAnyOrder<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
