import type { RuleSnapshot } from "../program/earning-rule.ts";
import type { Order } from "./order.ts";
import type { LineRates } from "./rates.ts";

/** What an order has been given so far, and the rule and rates that it was first awarded by. */
export type OrderAward = {
  orderId: bigint;
  customerId: string;
  ruleSnapshot: RuleSnapshot;
  /** What each line earns at, those that were removed since included. */
  lineRates: LineRates;
  posted: bigint;
  /** Counts the entries: part of the next one's key. */
  revision: number;
};

export type OwnedOrder = Order & {
  id: bigint;
  name: string;
  customerId: string;
  processedAt: Date;
  /** When it was paid; when it was processed where that is not known. Caps, waiting and expiry go by it. */
  countsAt: Date;
  /** The customer's tier when the order was made, and the version of the shop's tiers that says so. */
  tier: { id: string; multiplierBps: number } | null;
  tiersVersion: number | null;
  /** Whether the owner of a guest's order has not signed in yet. */
  awaitsSignIn: boolean;
};
