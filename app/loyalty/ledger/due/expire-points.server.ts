import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { ensureProgram } from "#app/loyalty/program/program.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { loyaltyEvent } from "../../program/loyalty-event.ts";
import { loadAllowed } from "../../program/program-state.server.ts";
import { workOnDueLots } from "./due-lots.server.ts";
import { expireDue, type Extension, type NearTerms } from "./due-points.ts";

/**
 * Ends the points of a shop whose time is over, or gives them more time where their owner is close
 * to a reward and says so in an event. Doing it again does nothing. Nothing expires while the program is paused.
 */
export async function expirePoints(shopId: string, at: Date): Promise<void> {
  if (!(await inShop(shopId, loadAllowed)).expire) return;
  const near = await inShop(shopId, (tx) => nearTerms(tx, at));
  await workOnDueLots(
    shopId,
    { due: Prisma.sql`NOT l.pending AND l.expires_at <= ${at}`, at },
    (batch, customerId) => expireDue(batch, customerId, near, newId),
    async (tx, extensions) => {
      await appendEvents(tx, shopId, extensions.flat().map(extended(at)), at);
    },
  );
}

async function nearTerms(tx: ShopTx, at: Date): Promise<NearTerms | null> {
  const { nearReward } = await ensureProgram(tx, at);
  if (!nearReward) return null;
  const { _min } = await tx.reward.aggregate({
    where: { shopId: tx.shopId, active: true, cost: { gt: 0 } },
    _min: { cost: true },
  });
  return _min.cost === null ? null : { ...nearReward, cheapest: _min.cost };
}

function extended(at: Date) {
  return ({ customerId, points, expiresAt, extendedTo }: Extension): EventDraft =>
    loyaltyEvent("points.expiring", `${customerId}.on.${expiresAt.getTime()}.extended`, {
      customerId,
      occurredAt: at,
      properties: {
        points: `${points}`,
        expiresAt: expiresAt.toISOString(),
        extendedTo: extendedTo.toISOString(),
      },
    });
}
