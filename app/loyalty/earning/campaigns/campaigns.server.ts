import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { needCollections } from "#app/loyalty/program/need-collections.server.ts";
import { announceChange, lockProgram } from "#app/loyalty/program/program.server.ts";
import { isSame, type Saver } from "#app/loyalty/program/program.ts";

import { loadCampaigns } from "../load-earning.server.ts";
import type { Campaign } from "./campaign.ts";

/** A campaign as a merchant decides it; without an id it is a new one. */
export type CampaignSettings = Omit<Campaign, "id"> & { id: string | null };

/** All campaigns of a shop, the latest first. */
export function listCampaigns(shopId: string): Promise<Campaign[]> {
  return inShop(shopId, (tx) => loadCampaigns(tx));
}

/**
 * Saves a campaign, and tells the storefront. Orders that were awarded before stay as they are.
 * Returns it as it is now, or null when it is no longer as it was `seen`; throws when it is to
 * change one that the shop does not have.
 */
export function saveCampaign(
  shopId: string,
  { id, ...settings }: CampaignSettings,
  at: Date,
  { actor = "encore", seen = () => true }: Saver<Campaign> = {},
): Promise<Campaign | null> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, at);
    const before = id === null ? null : await loadCampaign(tx, id);
    if (before && !seen(before)) return null;
    const saved: Campaign = { ...settings, id: id ?? newId() };
    if (before && isSame(before, saved)) return before;

    const data = {
      ...settings,
      productIds: [...settings.productIds],
      collectionIds: [...settings.collectionIds],
      tierIds: [...settings.tierIds],
      updatedAt: at,
    };
    const key = { shopId, id: saved.id };
    const create = { ...data, ...key };
    await tx.campaign.upsert({ where: { shopId_id: key }, create, update: data });
    await needCollections(tx, saved.collectionIds);
    const subject = `campaign.${saved.id}`;
    const change = { action: "campaign.saved", subject, before, after: saved } as const;
    await announceChange(tx, { actor, ...change }, at);
    return saved;
  });
}

/** Takes a campaign away. Orders that it let earn more keep their points. */
export function deleteCampaign(
  shopId: string,
  id: string,
  at: Date,
  actor = "encore",
): Promise<void> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, at);
    const before = await tx.campaign.findUnique({ where: { shopId_id: { shopId, id } } });
    if (!before) return;
    await tx.campaign.delete({ where: { shopId_id: { shopId, id } } });
    const change = { action: "campaign.saved", subject: `campaign.${id}`, before } as const;
    await announceChange(tx, { actor, ...change, after: null }, at);
  });
}

function loadCampaign(tx: ShopTx, id: string): Promise<Campaign> {
  return tx.campaign.findUniqueOrThrow({
    where: { shopId_id: { shopId: tx.shopId, id } },
    omit: { shopId: true, updatedAt: true },
  });
}
