import { json } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import type { Asked } from "#app/loyalty/launch/program-runs.server.ts";
import type { By } from "#app/loyalty/program/program.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

const MEANWHILE = "Your program has changed meanwhile. Look at it again before you go on.";

/** Answers a change of the program's state: done, or why it cannot be. */
export async function answerChange(
  request: Request,
  change: (shopId: string, by: By) => Promise<Asked | boolean>,
) {
  const { shop, actor } = await currentStaff(request);
  const asked = await change(shop.id, { actor, at: now() });
  const done = typeof asked === "boolean" ? asked : asked.outcome === "started";
  return done ? json({ changed: true }) : json({ why: MEANWHILE }, { status: 409 });
}
