import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { loadLiability } from "#app/analytics/liability.server.ts";
import { customerNames } from "#app/customers/customer-names.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { jsonOf } from "#app/http/request-body.server.ts";
import { owedFor } from "#app/loyalty/liability/report.ts";
import { findSimulation, startSimulation } from "#app/loyalty/simulation/simulation.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

import { parseEarningRule } from "./earning-rule.schema.ts";

/** POST: tries the rule that was typed over the shop's past orders. Answers the id to look it up by. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  const { settings, errors } = parseEarningRule(await jsonOf(request), shop);
  if (errors) return json({ id: null, errors }, { status: 422 });
  return json({ id: await startSimulation(shop.id, settings, now()), errors: null });
}

/** GET ?id: how far the simulation is at this moment, and once it is done what it found, with names and in money. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const id = z.uuid().safeParse(new URL(request.url).searchParams.get("id"));
  const found = id.success ? await findSimulation(shop.id, id.data) : null;
  if (!found) throw new Response(null, { status: 404 });
  const { tally } = found;
  const seenAt = now().toISOString();
  if (!tally) return { ...found, seenAt, tally: null, owed: null, names: {}, tierNames: {} };

  const measured = await loadLiability(shop);
  const owed = owedFor(measured, shop.currency);
  return {
    ...found,
    seenAt,
    tally,
    owed: { old: owed(tally.out.old), new: owed(tally.out.new) },
    names: await customerNames(
      shop.id,
      tally.examples.map(({ customerId }) => customerId),
    ),
    tierNames: measured.tierNames,
  };
}
