export type DeliveryState = "received" | "done" | "unknown" | "poison";

export type DeliveryStateWords = {
  name: string;
  meaning: string;
  tone: "success" | "critical" | "info" | undefined;
};

const states: Record<DeliveryState, DeliveryStateWords> = {
  received: {
    name: "Waiting",
    meaning: "Safely stored; it will be worked on in a moment.",
    tone: "info",
  },
  done: {
    name: "Done",
    meaning: "Understood, and everything that follows from it was done.",
    tone: "success",
  },
  unknown: {
    name: "Not needed",
    meaning: "Encore does not use this kind of message. It is kept, and nothing was done.",
    tone: undefined,
  },
  poison: {
    name: "Needs attention",
    meaning:
      "Encore tried five times and could not understand it. It is kept, so that it can be tried again.",
    tone: "critical",
  },
};

/** What a merchant reads for where a delivery stands. */
export function deliveryStateWords(state: string): DeliveryStateWords {
  return states[state as DeliveryState] ?? { name: state, meaning: "", tone: undefined };
}

/** The states that a list of deliveries can be narrowed to, the one that asks for something first. */
export const deliveryStates = ["poison", "received", "done", "unknown"] as const;
