import { failed, pause } from "../../shared/ask.ts";
import { ask } from "./account.ts";

/** What Encore answers about a redemption. */
export type Redemption = {
  id?: string;
  state?: string;
  code?: string | null;
  /** Why not; null when nothing is wrong. */
  error?: string | null;
};

/** After these a wish is still open. */
export const UNANSWERED = ["offline", "too_many", "not_signed"];
const TRIES = 25;

/** Looks how far a redemption is until it is `busy` no more, for a minute at most. Returns the last that was heard. */
export async function follow(first: Redemption, busy: string): Promise<Redemption> {
  let answer = first;
  for (let tries = 0; answer.state === busy && tries < TRIES; tries++) {
    await pause(Math.min(400 + tries * 200, 3000));
    const next = await ask<Redemption>(`redemptions/${answer.id}`);
    if (!failed(next) || !UNANSWERED.includes(next.error)) answer = next;
  }
  return answer;
}
