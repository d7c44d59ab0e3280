import { readable } from "./segments.ts";

export type StageWords = {
  name: string;
  meaning: string;
  tone: "info" | "success" | "warning" | "attention" | undefined;
};

const stages: Record<string, StageWords> = {
  new: { name: "New", meaning: "Has placed a first order, not long ago.", tone: "info" },
  active: { name: "Active", meaning: "Orders at about the usual rhythm.", tone: "success" },
  at_risk: {
    name: "At risk",
    meaning: "Has been away longer than customers usually are between orders.",
    tone: "warning",
  },
  lapsed: {
    name: "Lapsed",
    meaning: "Has been away so long that a next order is unlikely.",
    tone: "attention",
  },
  won_back: {
    name: "Won back",
    meaning: "Had been away for long, and then ordered again.",
    tone: "success",
  },
};

/** What a merchant reads for where someone stands between a first and a last order. */
export function stageWords(stage: string): StageWords {
  return stages[stage] ?? { name: readable(stage), meaning: "", tone: undefined };
}

/** Every stage, as choices for a filter. */
export const stageChoices = Object.entries(stages).map(([value, { name }]) => ({
  value,
  label: name,
}));
