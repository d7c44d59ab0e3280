import { newId } from "#app/ground/ids.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { workOnDueLots } from "./due-lots.server.ts";
import { releaseDue } from "./due-points.ts";

/** Lets the points of a shop be spent whose waiting is over. Doing it again does nothing. */
export async function releasePoints(shopId: string, at: Date): Promise<void> {
  const due = Prisma.sql`l.pending AND l.release_at <= ${at}`;
  await workOnDueLots(shopId, { due, at }, (batch, id) => releaseDue(batch, id, newId));
}
