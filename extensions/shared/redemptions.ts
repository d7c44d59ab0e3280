import { pause } from "./ask.ts";

/** What Encore answers about a redemption. Without an answer there is only an error. */
export type Redemption = {
  id?: string;
  state?: string;
  kind?: string;
  code?: string | null;
  /** What there is to spend now. */
  balance?: number;
  /** Why not; null when nothing is wrong. */
  error?: string | null;
};

/** How a page asks Encore, and where it keeps the key of a redemption by its reward until it is answered. */
export type Client = {
  ask(path: string, body?: object): Promise<Redemption>;
  keys: {
    read(rewardId: string): Promise<string | null> | string | null;
    write(rewardId: string, key: string): unknown;
    delete(rewardId: string): unknown;
  };
};

/** How redeeming ended: with a code, with store credit, not yet, or not at all with the reason's code. */
export type Redeemed = { balance?: number | undefined } & (
  | { state: "code"; id: string; kind: string; code: string; returnable: boolean }
  | { state: "credited" | "later" }
  | { state: "refused"; why: string }
);

/** What became of a code that somebody gives back. `over`: it works no longer all the same. */
export type Returned = { balance?: number | undefined } & (
  { state: "returning" | "returned" } | { state: "refused"; why: string; over: boolean }
);

/** What the page knows of the cart, in hundredths of the shop's currency. */
export type Cart = { total: number };

/** After these nobody knows whether Encore did as it was asked. */
const UNANSWERED = ["offline", "too_many", "not_signed"];
const TRIES = 25;

/** Redeeming rewards and giving them back, for the storefront and the customer account alike. */
export function redemptionsOf({ ask, keys }: Client) {
  const redeeming = new Map<string, Promise<Redeemed>>();
  const returning = new Set<string>();

  /** Turns points into a reward. A second click joins the first: one key for one redemption, so nothing is spent twice. */
  function redeem(rewardId: string, cart?: Promise<Cart | undefined>): Promise<Redeemed> {
    const running =
      redeeming.get(rewardId) ??
      fulfil(rewardId, cart).finally(() => void redeeming.delete(rewardId));
    redeeming.set(rewardId, running);
    return running;
  }

  async function fulfil(rewardId: string, cart?: Promise<Cart | undefined>): Promise<Redeemed> {
    const clientKey = (await keys.read(rewardId)) ?? crypto.randomUUID();
    await keys.write(rewardId, clientKey);
    const first = await ask("redemptions", { rewardId, clientKey, cart: await cart });
    const last = await settled(first, "held");
    // Held still, or no answer came: after a reload or with the next click the same key asks for the same redemption.
    if (last.state !== "held" && !isUnanswered(last.error)) await keys.delete(rewardId);
    return redeemedOf(last);
  }

  /** Gives an unused code back. `tell` hears what becomes of it, twice at most: its points follow only after a while. */
  async function giveBack(id: string, tell: (news: Returned) => void): Promise<void> {
    if (returning.has(id)) return;
    returning.add(id);
    try {
      const first = await ask(`redemptions/${id}/return`, {});
      tell(returnedOf(first));
      if (first.state === "withdrawn") tell(returnedOf(await settled(first, "withdrawn")));
    } finally {
      returning.delete(id);
    }
  }

  /** What a redemption is once it is `busy` no more; Shopify takes its time, so it looks for a minute at most. */
  async function settled(first: Redemption, busy: string): Promise<Redemption> {
    let last = first;
    for (let tries = 0; last.state === busy && tries < TRIES; tries++) {
      await pause(Math.min(400 + tries * 200, 3000));
      const next = await ask(`redemptions/${first.id}`);
      if (next.state) last = next;
    }
    return last;
  }

  return { redeem, giveBack };
}

/** Whether what was asked may have happened although an error came: asking again is right. */
export function isUnanswered(error: string | null | undefined): boolean {
  return UNANSWERED.includes(error ?? "");
}

function redeemedOf({ id = "", kind = "", ...last }: Redemption): Redeemed {
  const { state, code, error, balance } = last;
  if (state === "held") return { state: "later", balance };
  if (state !== "issued" && state !== "captured") {
    return { state: "refused", why: error ?? "failed", balance };
  }
  if (!code) return { state: "credited", balance };
  return { state: "code", id, kind, code, returnable: state === "issued", balance };
}

function returnedOf({ state, error, balance }: Redemption): Returned {
  if (state === "withdrawn") return { state: "returning", balance };
  if (state === "released") return { state: "returned", balance };
  const why = state === "captured" ? "used" : (error ?? "over");
  return { state: "refused", why, over: state !== undefined && state !== "issued", balance };
}
