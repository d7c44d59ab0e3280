import { inShop } from "#app/ground/db.server.ts";
import { eventColumns } from "#app/events/load-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { reactionsTo } from "#app/events/registered-reactions.server.ts";

/** Everything that was ever to be done about a shop's events is due once more, whether it was done or not; or what has this name. */
export async function haveRunAgain(shopId: string, dueAt: Date, only?: string): Promise<void> {
  await inShop(shopId, async (tx) => {
    const events = await tx.$queryRaw<(StoredEvent & { heardAt: Date })[]>`
      SELECT ${eventColumns}, e.recorded_at AS "heardAt" FROM event e WHERE e.shop_id = ${shopId}::uuid ORDER BY e.id`;
    const called = await Promise.all(
      events.map(async (event) =>
        (await reactionsTo(event.type))
          .filter(
            ({ name, when }) => (!only || name === only) && (!when || when(event, event.heardAt)),
          )
          .map(({ name, after = [] }) => {
            return { shopId, eventId: event.id, name, after: [...after], dueAt };
          }),
      ),
    );
    await tx.reaction.deleteMany({ where: { shopId, name: only } });
    await tx.reaction.createMany({ data: called.flat() });
  });
}
