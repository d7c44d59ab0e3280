import type { LoaderFunctionArgs } from "@remix-run/node";

import type { Program } from "#app/integrations/api/api.schema.ts";
import { loadProgram } from "#app/loyalty/program/program.server.ts";
import { allowed } from "#app/loyalty/program/state.ts";
import { listTiers } from "#app/loyalty/tiers/tiers.server.ts";

import { answerRead } from "./current-caller.server.ts";

/** GET: how orders earn, and the tiers. */
export async function loader({ request }: LoaderFunctionArgs) {
  return answerRead(request, async ({ shop }): Promise<Program> => {
    const program = await loadProgram(shop.id);
    const { tiers } = await listTiers(shop.id);
    return {
      active: allowed[program.state].earn,
      currency: shop.currency,
      pointsPerUnit: program.pointsPerUnit,
      unitMinor: Number(program.unitMinor),
      pendingDays: program.pendingDays,
      tiers: tiers.map(({ id, name }) => ({ id, name })),
    };
  });
}
