/** The app's triggers as Shopify Flow calls them; the names stand in `extensions/flow-*`. */
const triggers: Record<string, string> = {
  "points-earned": "Points earned",
  "tier-changed": "Tier changed",
  "reward-redeemed": "Reward redeemed",
  "points-expiring": "Points expiring",
};

export function flowTriggerInWords(handle: string): string {
  return triggers[handle] ?? handle;
}
