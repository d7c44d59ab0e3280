import { startBulk } from "#app/bulk/bulk-runs.server.ts";
import { addView } from "#app/customers/list/views.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { createApiKey } from "#app/integrations/api/api-keys.server.ts";
import { addWebhookEndpoint } from "#app/integrations/webhooks/webhook-endpoints.server.ts";
import { saveAchievement } from "#app/loyalty/achievements/achievements.server.ts";
import { saveChallenge } from "#app/loyalty/achievements/challenges.server.ts";
import { saveEarningAction } from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { saveCampaign } from "#app/loyalty/earning/campaigns/campaigns.server.ts";
import { applyImport } from "#app/loyalty/imports/imports.server.ts";
import { uploadFile } from "#app/loyalty/imports/upload-file.server.ts";
import { workOnImports } from "#app/loyalty/imports/work-on-imports.server.ts";
import { adjustBalance } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { openProgram } from "#app/loyalty/program/program.server.ts";
import { referralOf } from "#app/loyalty/referrals/referral-of.server.ts";
import { startingReferrals } from "#app/loyalty/referrals/referral-program.ts";
import { saveReferralSettings } from "#app/loyalty/referrals/referral-settings.server.ts";
import { recordVisit } from "#app/loyalty/referrals/visits/visits.server.ts";
import { giveReward } from "#app/loyalty/rewards/redemption/give-reward.server.ts";
import { redeem } from "#app/loyalty/rewards/redemption/redeem.server.ts";
import { RewardInput } from "#app/loyalty/rewards/reward.schema.ts";
import { saveReward } from "#app/loyalty/rewards/rewards.server.ts";
import { startSimulation } from "#app/loyalty/simulation/simulation.server.ts";
import { listTiers, saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { setManualTier } from "#app/loyalty/tiers/manual-tiers.server.ts";
import {
  CustomerInput,
  DeliverInput,
  OrderInput,
  RefundInput,
  ReturnInput,
  ShipInput,
} from "#tests/stand-in/acts/inputs.ts";

import type { Shops } from "./connected-shop.ts";
import { until } from "./wait.ts";

const HEARD_WITHIN_MS = 60_000;

/**
 * A shop with something of everything that a merchant, a shopper or another system can make, and Ada, about whom most of it is. `word`
 * stands in all that the shop has, and `person` in whatever names Ada. Somebody else must work on what it is told.
 */
export async function openShopWithEverything(shopify: Shops, word: string, person = word) {
  const { shop, atShopify } = await shopify.open();
  const { id: shopId } = shop;
  const by = { actor: "encore", at: now() };
  await openProgram(shopId);
  const rewardId = await openLoyalty(shopId, word);

  const atStore = tellOfAda(shopify, atShopify, person);
  const shopifyId = BigInt(atStore.id);
  const find = () => inShop(shopId, (tx) => tx.customer.findFirst({ where: { shopifyId } }));
  await until("Ada is known", async () => (await find()) !== null, HEARD_WITHIN_MS);
  const ada = (await find())?.id ?? "";

  const adjustment = { customerId: ada, points: 5_000n, clientKey: newId() };
  const notes = { internal: `${person} note`, public: `${person} gift` };
  await adjustBalance(shopId, { ...adjustment, notes }, by.actor, by.at);
  await redeem(shopId, { customerId: ada, rewardId, clientKey: newId(), at: by.at });
  await giveReward(
    shopId,
    { customerId: ada, rewardId, key: `form.${newId()}`, at: by.at },
    "encore",
  );
  const [tier] = (await listTiers(shopId)).tiers;
  if (tier) await setManualTier(shopId, { customerId: ada, tierId: tier.id, until: null }, by);
  const referral = await referralOf(shopId, ada);
  if ("code" in referral)
    await recordVisit(shopId, { code: referral.code, ip: "203.0.113.7" }, by.at);

  const text = `email,points,note\n${person}@example.com,5,${person} row\n${person}-work@example.com,5,x`;
  const file = await uploadFile(shopId, { name: `${word}.csv`, text }, "staff.1", by.at);
  if (file.outcome !== "uploaded") throw new Error(file.problem);
  await workOnImports(shopId, () => by.at);
  await applyImport(shopId, file.id, "staff.1", by.at);
  const work = { kind: "points", points: "5", note: `${word} bulk` } as const;
  await startBulk(shopId, { id: newId(), work, people: { ids: [ada] } }, by);
  await startSimulation(shopId, { pointsPerUnit: 2 }, by.at);

  const query = { sort: "spent", direction: "desc", columns: [] } as const;
  await addView(shopId, { name: `${word} view`, query: { ...query, columns: [] } }, by.at);
  const { key } = await createApiKey(shopId, { name: `${word} key`, access: "write" }, by.at);
  const url = `https://example.com/${word}`;
  await addWebhookEndpoint(shopId, { url, topics: ["points.changed"] }, by.at);
  return { shop, atShopify, ada, shopifyId, key, rewardId };
}

async function openLoyalty(shopId: string, word: string): Promise<string> {
  const at = now();
  const by = { actor: "encore", at };
  const settings = { name: `${word} reward`, kind: "amount", cost: 500, amountMinor: 500 };
  const reward = await saveReward(shopId, null, RewardInput.parse(settings), by);
  const times = { startsAt: at, endsAt: new Date(at.getTime() + 30 * 86_400_000) };
  const nothing = { productIds: [], collectionIds: [], tierIds: [] };
  const campaign = { id: null, name: `${word} campaign`, active: true, multiplierBps: 20_000 };
  await saveCampaign(shopId, { ...campaign, ...times, ...nothing }, at);
  const action = { id: null, kind: "custom", name: `${word} action`, active: true } as const;
  const earns = { points: 5n, settings: { eventName: "tasting" }, limit: null };
  await saveEarningAction(shopId, { ...action, ...earns }, at);
  const orders = { id: null, points: 5n, active: true };
  const goal = { kind: "orders", threshold: 3n, badge: "3" } as const;
  await saveAchievement(shopId, { ...orders, ...goal, name: `${word} achievement` }, by);
  const challenge = { name: `${word} challenge`, goal: { kind: "orders", target: 2n } as const };
  await saveChallenge(shopId, { ...orders, ...challenge, ...times }, by);
  const { terms } = await listTiers(shopId);
  const conditions = [{ basis: "spend" as const, atLeast: 20_000n }];
  const tier = { id: null, name: `${word} tier`, conditions, perks: [], entryReward: null };
  await saveTiers(shopId, { ...terms, tiers: [tier] }, at);
  await saveReferralSettings(shopId, { ...startingReferrals, active: true }, at);
  return reward?.id ?? "";
}

/** What Ada does at Shopify. */
function tellOfAda(
  { standIn }: Shops,
  atShopify: Parameters<Shops["standIn"]["context"]["acts"]["orders"]["create"]>[0],
  word: string,
) {
  const { acts } = standIn.context;
  const address = { address1: `${word} street`, city: `${word} city`, countryCode: "GB" };
  const names = { firstName: `${word}-first`, lastName: `${word}-last` };
  const ada = acts.customers.create(
    atShopify,
    CustomerInput.parse({
      ...names,
      email: `${word}@example.com`,
      phone: "+447700900123",
      state: "enabled",
      note: `${word} note`,
      tags: [`${word}-tag`],
      address: { ...names, ...address },
    }),
  );
  const order = acts.orders.create(
    atShopify,
    OrderInput.parse({
      customerId: ada.id,
      lines: [
        { sku: "Earl Grey", quantity: 2 },
        { sku: "Teapot", quantity: 1 },
      ],
      note: `${word} wish`,
      shippingAddress: { ...names, ...address },
    }),
  );
  acts.customers.update(
    atShopify,
    ada.id,
    CustomerInput.parse({ emailMarketing: "subscribed", smsMarketing: "subscribed" }),
  );
  const [line] = order.lines;
  const lines = [{ lineItemId: line?.id, quantity: 1 }];
  acts.orders.ship(
    atShopify,
    order.id,
    ShipInput.parse({ trackingNumber: `${word}-number`, trackingCompany: `${word} carrier` }),
  );
  acts.orders.deliver(atShopify, order.id, DeliverInput.parse({}));
  acts.returns.request(
    atShopify,
    order.id,
    ReturnInput.parse({ lines: [{ ...lines[0], reason: "unwanted", note: `${word} return` }] }),
  );
  acts.orders.refund(atShopify, order.id, RefundInput.parse({ lines, note: `${word} refund` }));
  acts.customers.requestData(atShopify, ada.id);
  return ada;
}
