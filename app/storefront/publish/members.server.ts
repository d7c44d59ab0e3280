import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { type Step, tierProgress } from "#app/loyalty/view.server.ts";

import { loadMembers, type Member, type NextTierOf } from "./load-members.server.ts";

/** How far each member is from the next tier. */
export const nextTierOf: NextTierOf = async (tx, shopId, customerIds, at) => {
  const progress = await tierProgress(tx, shopId, customerIds, at);
  return new Map(
    [...progress].flatMap(([customerId, { next }]) =>
      next ? [[customerId, { id: next.tierId, needs: next.steps.map(needOf) }] as const] : [],
    ),
  );
};

function needOf({ basis, have, atLeast }: Step) {
  return { basis, have: Number(have), atLeast: Number(atLeast) };
}

/** What a member is shown; null for who does not take part yet. */
export async function loadMember(shopId: string, customerId: string): Promise<Member | null> {
  const [member] = await inShop(shopId, (tx) =>
    loadMembers(tx, shopId, [customerId], nextTierOf, now()),
  );
  return member ?? null;
}
