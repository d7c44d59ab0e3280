import { z } from "zod";

import type { Resolve } from "../graphql/context.ts";
import { declaredTriggers, triggerProblem } from "./flow-triggers.ts";

const Payload = z.record(z.string(), z.unknown());

/** Takes a trigger in, for the control API to show; workflows do not run here. */
export const flowTriggerReceive: Resolve<unknown> = (_source, args, context) => {
  const { store, shop, clock, app } = context;
  const handle = typeof args["handle"] === "string" ? args["handle"] : "";
  const payload = Payload.safeParse(args["payload"] ?? {});
  const message = payload.success
    ? triggerProblem(declaredTriggers(app.projectDir), handle, payload.data)
    : "Payload must be an object";
  if (message !== null || !payload.success)
    return { userErrors: [{ field: ["handle"], message: message ?? "" }] };
  store.flowTriggers.put(shop.id, {
    id: store.ids.next("FlowTrigger"),
    handle,
    payload: payload.data,
    receivedAt: clock.now().toISOString(),
  });
  return { userErrors: [] };
};
