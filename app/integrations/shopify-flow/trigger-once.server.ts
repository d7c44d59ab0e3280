import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { log } from "#app/ground/log.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { triggerShopifyFlowDocument } from "#app/shopify/documents/trigger-shopify-flow.ts";
import { ShopifyRefused, ShopifyThrottled, ShopUninstalled } from "#app/shopify/shopify-errors.ts";
import { Retry } from "#app/ground/retry.ts";

import type { FlowTrigger } from "./flow-triggers.ts";

type Reply = { flowTriggerReceive: { userErrors: { message: string }[] } };
type Start = FlowTrigger & { eventId: string };
type Outcome = { state: "started" | "refused" | "unknown"; lastError: string | null };
/** `not_taken`: Shopify has certainly not taken it, so it may be asked again. */
type Started = Outcome["state"] | "not_taken" | "asked_before";

/**
 * Asks Shopify to start the workflows of one trigger, unless it was asked before: Flow knows no idempotency key, so a call of
 * which nobody heard the answer is never made again. It stays `unknown`, for the shop to see.
 */
export async function triggerOnce(shopId: string, domain: string, start: Start): Promise<Started> {
  const { eventId } = start;
  if (!(await noteAsking(shopId, start))) {
    await noteUnanswered(shopId, eventId);
    return "asked_before";
  }
  const outcome = await ask(domain, start);
  await inShop(shopId, (tx) =>
    outcome === "not_taken"
      ? tx.flowStart.deleteMany({ where: { shopId, eventId } })
      : tx.flowStart.updateMany({ where: { shopId, eventId }, data: outcome }),
  );
  if (outcome === "not_taken") return outcome;
  const { state, lastError } = outcome;
  if (state !== "started")
    log.warn(
      { shopId, handle: start.handle, eventId, state, problem: lastError },
      "A trigger of Shopify Flow was not taken as it should be",
    );
  return state;
}

/** Written before Shopify is asked. False when it stands there already. */
async function noteAsking(shopId: string, { eventId, handle }: Start): Promise<boolean> {
  const data = { shopId, eventId, handle, askedAt: now() };
  const { count } = await inShop(shopId, (tx) =>
    tx.flowStart.createMany({ data, skipDuplicates: true }),
  );
  return count === 1;
}

/** Whoever asked before did not live to hear the answer, or to write it down. */
async function noteUnanswered(shopId: string, eventId: string): Promise<void> {
  await inShop(shopId, (tx) =>
    tx.flowStart.updateMany({
      where: { shopId, eventId, state: "asked" },
      data: { state: "unknown", lastError: "The call broke off" },
    }),
  );
}

async function ask(domain: string, { handle, payload }: Start): Promise<Outcome | "not_taken"> {
  try {
    const reply = await adminGraphql<Reply>(domain, triggerShopifyFlowDocument, {
      handle,
      payload,
    });
    const [error] = reply.flowTriggerReceive.userErrors;
    return error
      ? { state: "refused", lastError: error.message }
      : { state: "started", lastError: null };
  } catch (error) {
    if (error instanceof ShopifyThrottled || error instanceof ShopUninstalled) return "not_taken";
    if (error instanceof ShopifyRefused) return { state: "refused", lastError: error.message };
    if (error instanceof Retry) return { state: "unknown", lastError: error.message };
    throw error;
  }
}
