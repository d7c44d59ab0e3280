import { failed, pause } from "../../shared/ask.ts";
import { ask, storage } from "./account.ts";

type Answer = {
  id?: string;
  state?: string;
  code?: string | null;
  /** Why not; null when nothing is wrong. */
  error?: string | null;
};

/** How a wish ended: with a code, with credit, not yet, or not at all with the reason's code. */
export type Redeemed =
  | { state: "code"; code: string }
  | { state: "credited" | "later" }
  | { state: "refused"; why: string };

/** After these the wish is still open: the same key asks for the same redemption again. */
const UNANSWERED = ["offline", "too_many", "not_signed"];
const TRIES = 25;

/** Wishes that are not answered yet, by reward: a second click joins the first. */
const underWay = new Map<string, Promise<Redeemed>>();

/** Turns points into a reward. One key for one wish, kept until it is answered: nothing is ever spent twice. */
export function redeem(rewardId: string): Promise<Redeemed> {
  const wish = underWay.get(rewardId) ?? fulfil(rewardId).finally(() => underWay.delete(rewardId));
  underWay.set(rewardId, wish);
  return wish;
}

async function fulfil(rewardId: string): Promise<Redeemed> {
  const name = `redeem.${rewardId}`;
  const clientKey = (await storage.read<string>(name)) ?? crypto.randomUUID();
  await storage.write(name, clientKey);

  let answer: Answer = await ask<Answer>("redemptions", { rewardId, clientKey });
  for (let tries = 0; answer.state === "held" && tries < TRIES; tries++) {
    await pause(Math.min(400 + tries * 200, 3000));
    const next = await ask<Answer>(`redemptions/${answer.id}`);
    if (!failed(next) || !UNANSWERED.includes(next.error)) answer = next;
  }
  if (answer.state === "held") return { state: "later" };
  if (!UNANSWERED.includes(answer.error ?? "")) await storage.delete(name);
  if (answer.state !== "issued" && answer.state !== "captured") {
    return { state: "refused", why: answer.error ?? "failed" };
  }
  return answer.code ? { state: "code", code: answer.code } : { state: "credited" };
}
