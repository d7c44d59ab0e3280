/** Everything that can happen, and what each event says beyond whom and when. Ids are decimal strings or UUIDs. */
export type EventProperties = {
  "order.placed": { orderId: string };
  "order.paid": { orderId: string };
  /** Its money, lines or payment changed after it was first seen. */
  "order.changed": { orderId: string };
  "order.edited": { orderId: string };
  /** A gift card or store credit paid for it; how much of it, no webhook tells. */
  "order.credit_used": { orderId: string };
  /** It had been paid before this was told; when, no webhook tells. */
  "order.paid_before": { orderId: string };
  "order.versions_tied": { orderId: string };
  "order.cancelled": { orderId: string };
  "order.deleted": { orderId: string };
  "order.refunded": { orderId: string; refundId: string; amountMinor: string };
  "order.shipped": { orderId: string; fulfillmentId: string; trackingUrl: string | null };
  "order.delivered": { orderId: string; fulfillmentId: string };
  "return.requested": { orderId: string; returnId: string };
  "return.approved": { orderId: string; returnId: string };
  "return.declined": { orderId: string; returnId: string };
  "return.cancelled": { orderId: string; returnId: string };
  "return.closed": { orderId: string; returnId: string };
  "customer.created": Record<string, never>;
  /** An import of the past brought something of theirs: said once for each import, whatever it brings. */
  "customer.imported": { backfillId: string };
  /** An import of the past came to its end, whichever. Said once its customers' reactions are due. */
  "import.finished": { backfillId: string };
  /** A launch has counted what they did before, or a reset has taken it back: what they are shown has to follow. */
  "customer.counted": { runId: string };
  /** The shop excluded them from the program: what they are shown has to follow. */
  "customer.excluded": Record<string, never>;
  /** They take part again. */
  "customer.included": Record<string, never>;
  /** Opened an account with the shop, as Shopify says. */
  "customer.registered": Record<string, never>;
  /** Two records turned out to be one person; the event belongs to the one that stays. */
  "customer.merged": { mergedId: string; reason: string };
  /** Two records are two people after all; the event belongs to the one that had stayed. */
  "customer.unmerged": { separatedId: string; reason: string };
  "consent.changed": { channel: "email" | "sms"; state: string };
  "segment.entered": { segment: string };
  "segment.left": { segment: string };
  "stage.changed": { from: string | null; to: string };
  /** The app was installed, or installed again: what Shopify forgot with the last uninstall has to be written anew. */
  "shop.installed": Record<string, never>;
  /** All orders that were known before are counted by the definitions of today. */
  "orders.counted": Record<string, never>;
  /** The shop does not sell it any more. */
  "product.deleted": { productId: string };
  /** How orders earn was changed, or has to be told again; the storefront has to follow. */
  "program.changed": { version: number };
  /** The balance moved; what is shown to the shopper has to follow. */
  "points.changed": {
    entryId: string;
    kind: string;
    available: string;
    /** What came, or went: below zero. */
    points: string;
    /** Whether they cannot be spent yet. */
    pending: boolean;
  };
  /** Points of this customer expire soon; `extendedTo` when they were given more time for being close to a reward. */
  "points.expiring": { points: string; expiresAt: string; extendedTo: string | null };
  /** Somebody came into a tier, left one, or both. */
  "tier.changed": { fromTierId: string | null; toTierId: string | null; reason: string };
  /** A tier was not earned again: it goes on that day, unless it still is. */
  "tier.ending": { tierId: string; endsAt: string };
  /** Points are held for a reward, which has to be made now. */
  "reward.redeemed": { redemptionId: string };
  /** Shopify has made the reward. */
  "reward.created_in_shopify": { redemptionId: string };
  /** The reward can be used. */
  "reward.available": { redemptionId: string };
  /** The reward could not be made: the held points go back. */
  "reward.refused": { redemptionId: string; reason: string };
  "reward.used": { redemptionId: string; orderId: string };
  /** An unused reward is no more; its code must not work any longer. */
  "reward.withdrawn": { redemptionId: string; why: string };
  /** Shopify honours it no longer, and no order that it knows of used it: its points can go back. */
  "reward.ended": { redemptionId: string };
  "referral.made": { referralId: string };
  "referral.settled": { referralId: string; state: string };
  "achievement.unlocked": { achievementId: string };
  "challenge.completed": { challengeId: string };
  /** The first sign-in that Encore saw of this customer. */
  "customer.verified": Record<string, never>;
  /** Something that the shop or another system says a customer did: a review, a survey, anything with a name. */
  "action.done": { kind: string; name: string; photo?: boolean };
};

export type EventType = keyof EventProperties;
/**
 * How an event was heard of. `backfill`: by an import of the past, or at once with it. `app`: Encore itself did it.
 * `recalculation`: so, too, but nothing new had happened: it follows from an import, a changed rule, a file of balances.
 */
export type EventSource = "webhook" | "backfill" | "reconciliation" | "app" | "recalculation";

/** An event before it is stored. `dedupeKey` is its natural key in the shop: the same key is the same event. */
export type EventDraft<Type extends EventType = EventType> = {
  [T in Type]: {
    type: T;
    customerId: string | null;
    orderId: bigint | null;
    occurredAt: Date;
    source: EventSource;
    dedupeKey: string;
    properties: EventProperties[T];
  };
}[Type];

/** A stored event. */
export type StoredEvent<Type extends EventType = EventType> = EventDraft<Type> & {
  id: string;
  shopId: string;
};
