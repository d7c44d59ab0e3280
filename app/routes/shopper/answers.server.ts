import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { findRedemption } from "#app/loyalty/rewards/redemption/redemptions.server.ts";
import { rewardsFor } from "#app/loyalty/rewards/rewards-for.server.ts";
import { loadAvailable, loadMember, loadProgramFacts } from "#app/loyalty/view.server.ts";
import { publishedProgram } from "#app/storefront/publish/program-metafield.ts";
import type { PublishedProgram } from "#app/storefront/publish/published-program.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import type { SignedInShopper } from "./current-shopper.server.ts";

// What members are answered, whether they ask on the storefront or in their account.

type Member = Pick<SignedInShopper, "shop" | "customerId">;

/** All that a member is shown, as it is at this moment. */
export async function memberFacts({ shop, customerId }: Member): Promise<object> {
  const member = await loadMember(shop.id, customerId);
  const rewards = await offers(shop, customerId);
  return { signedIn: true, balance: member?.available ?? 0, ...member?.loyalty, rewards };
}

/** What guests could have. */
export async function guestFacts(shop: Shop): Promise<object> {
  return { signedIn: false, rewards: await offers(shop, null) };
}

/** How far a redemption is; null when this member has none of that id. */
export async function redemptionFacts(
  { shop, customerId }: Member,
  id: string,
): Promise<object | null> {
  const found = await findRedemption(shop.id, customerId, id);
  if (!found) return null;
  const { state, kind, code, failure } = found;
  const balance = await loadAvailable(shop.id, customerId);
  return { id: found.id, state, kind, code, error: failure, balance };
}

/** The program as everybody may see it; null before there is one. */
export async function programFacts(shopId: string): Promise<PublishedProgram | null> {
  const facts = await inShop(shopId, (tx) => loadProgramFacts(tx, shopId, now()));
  return facts && publishedProgram(facts);
}

async function offers(shop: Shop, customerId: string | null) {
  const offered = await rewardsFor(shop.id, customerId, now());
  return offered.map(({ reward, affordable, missing, reason }) => ({
    id: reward.id,
    name: reward.name,
    kind: reward.kind,
    cost: reward.cost,
    affordable,
    missing,
    reason,
  }));
}
