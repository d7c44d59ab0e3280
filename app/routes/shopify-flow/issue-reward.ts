import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { FlowActions } from "#app/integrations/shopify-flow/flow-action.schema.ts";
import { giveReward } from "#app/loyalty/rewards/redemption/give-reward.server.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";

import { flowAnswer, flowCall } from "./current-workflow.server.ts";

/** POST, by Shopify Flow: gives a customer the reward of this name, for no points. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, customerId, sent } = await flowCall(request, FlowActions["issue-reward"]);
  const wanted = sent.properties.reward.toLowerCase();
  const rewards = await listRewards(shop.id, now());
  const reward = rewards.find(({ active, name }) => active && name.toLowerCase() === wanted);
  if (!reward)
    return flowAnswer(422, `Encore has no reward with the name ${sent.properties.reward}`);

  const gift = { customerId, rewardId: reward.id, key: `flow.${sent.action_run_id}`, at: now() };
  await giveReward(shop.id, gift, "flow");
  return flowAnswer(200, "Done");
}
