/** What a merchant reads for a named segment: its name, who is in it, and what helps with them. */
export type SegmentWords = { name: string; who: string; idea: string };

const segments: Record<string, SegmentWords> = {
  champions: {
    name: "Champions",
    who: "Bought very recently and come back more often than almost anyone.",
    idea: "Thank them first, and let them in early.",
  },
  loyal: {
    name: "Loyal customers",
    who: "Order again and again, and were here not long ago.",
    idea: "Show them what their points can do.",
  },
  potential_loyalists: {
    name: "Potential loyalists",
    who: "Bought recently and have come back at least once or twice.",
    idea: "One more good reason to return makes a habit.",
  },
  new_customers: {
    name: "New customers",
    who: "Placed their first order very recently.",
    idea: "A warm welcome decides whether there is a second order.",
  },
  promising: {
    name: "Promising",
    who: "Bought once, a little while ago.",
    idea: "Remind them why they chose you.",
  },
  need_attention: {
    name: "Need attention",
    who: "Used to order about as often as most, and have been quieter lately.",
    idea: "A good moment to say hello, before they drift off.",
  },
  about_to_sleep: {
    name: "About to sleep",
    who: "Ordered little, and not for some time.",
    idea: "Something new in the shop may wake their interest.",
  },
  at_risk: {
    name: "At risk",
    who: "Ordered often, but have been away for long.",
    idea: "Ask what went wrong, and make it easy to come back.",
  },
  cannot_lose: {
    name: "Can't lose them",
    who: "Were among your most frequent customers, and have been away the longest.",
    idea: "Worth a personal word.",
  },
  hibernating: {
    name: "Hibernating",
    who: "Ordered rarely, and long ago.",
    idea: "Try once, kindly, and do not insist.",
  },
  lost: {
    name: "Lost",
    who: "Ordered least, and longest ago.",
    idea: "Your time is better spent on the others.",
  },
};

/** The words for a segment. One without words yet is shown by its key, readably. */
export function segmentWords(segment: string): SegmentWords {
  return segments[segment] ?? { name: readable(segment), who: "", idea: "" };
}

/** Every named segment, from the most to the least lively, as choices for a filter. */
export const segmentChoices = Object.entries(segments).map(([value, { name }]) => ({
  value,
  label: name,
}));

/** at_risk → At risk. */
export function readable(key: string): string {
  const words = key.replaceAll(/[_.-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
