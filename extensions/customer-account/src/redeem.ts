import { ask, storage } from "./account.ts";
import { follow, type Redemption, UNANSWERED } from "./follow.ts";

/** How a wish ended: with a code, with credit, not yet, or not at all with the reason's code. */
export type Redeemed =
  | { state: "code"; code: string }
  | { state: "credited" | "later" }
  | { state: "refused"; why: string };

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

  const first = await ask<Redemption>("redemptions", { rewardId, clientKey });
  const answer = await follow(first, "held");
  if (answer.state === "held") return { state: "later" };
  // Until it is answered, the same key asks for the same redemption again.
  if (!UNANSWERED.includes(answer.error ?? "")) await storage.delete(name);
  if (answer.state !== "issued" && answer.state !== "captured") {
    return { state: "refused", why: answer.error ?? "failed" };
  }
  return answer.code ? { state: "code", code: answer.code } : { state: "credited" };
}
