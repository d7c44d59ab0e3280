import { ask } from "./account.ts";
import { follow, type Redemption, UNANSWERED } from "./follow.ts";

/** What is said of a code that somebody gave back, or could not. */
export type Said = { key: string; isWrong: boolean };

const OUTCOMES: Record<string, string> = {
  withdrawn: "said.returning",
  released: "said.returned",
};

/** Codes that are on their way back: a second click says nothing new. */
const underWay = new Set<string>();

/** Gives an unused code back. `tell` hears what becomes of it, more than once: its points follow only after a while. */
export async function giveBack(id: string, tell: (said: Said) => void): Promise<void> {
  if (underWay.has(id)) return;
  underWay.add(id);
  try {
    const first: Redemption = await ask<Redemption>(`redemptions/${id}/return`, {});
    tell(saidOf(first));
    if (first.state === "withdrawn") tell(saidOf(await follow(first, "withdrawn")));
  } finally {
    underWay.delete(id);
  }
}

function saidOf({ state = "", error }: Redemption): Said {
  const outcome = OUTCOMES[state];
  if (outcome) return { key: outcome, isWrong: false };
  if (error === "used" || state === "captured") return { key: "said.used", isWrong: true };
  if (error === "too_many") return { key: "said.too_many", isWrong: true };
  const isOpen = UNANSWERED.includes(error ?? "");
  return { key: isOpen ? "said.offline" : "said.over", isWrong: true };
}
