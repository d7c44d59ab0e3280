import type { Status } from "#app/ui/layout/status-badge.tsx";

export type DeliveryState = "received" | "done" | "unknown" | "poison";

export type DeliveryStateWords = {
  name: string;
  meaning: string;
  status: Status;
};

const states: Record<DeliveryState, DeliveryStateWords> = {
  received: {
    name: "Waiting",
    meaning: "Safely stored; it will be worked on in a moment.",
    status: "underway",
  },
  done: {
    name: "Done",
    meaning: "Understood, and everything that follows from it was done.",
    status: "good",
  },
  unknown: {
    name: "Not needed",
    meaning: "Encore does not use this kind of message. It is kept, and nothing was done.",
    status: "over",
  },
  poison: {
    name: "Needs attention",
    meaning:
      "Encore tried five times and could not understand it. It is kept, so that it can be tried again.",
    status: "wrong",
  },
};

/** What a merchant reads for where a delivery stands. */
export function deliveryStateWords(state: string): DeliveryStateWords {
  return states[state as DeliveryState] ?? { name: state, meaning: "", status: "over" };
}

/** The states that a list of deliveries can be narrowed to, the one that asks for something first. */
export const deliveryStates = ["poison", "received", "done", "unknown"] as const;
