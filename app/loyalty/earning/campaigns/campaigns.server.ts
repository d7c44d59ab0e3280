import { audit } from "#app/audit/audit.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { needCollections } from "#app/loyalty/program/need-collections.server.ts";
import { announceProgram } from "#app/loyalty/program/program.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";

import { loadCampaigns } from "../load-earning.server.ts";
import type { Campaign } from "./campaign.ts";

/** A campaign as a merchant decides it; without an id it is a new one. */
export type CampaignSettings = Omit<Campaign, "id"> & { id: string | null };

/** All campaigns of a shop, the latest first. */
export function listCampaigns(shopId: string): Promise<Campaign[]> {
  return inShop(shopId, (tx) => loadCampaigns(tx, shopId));
}

/**
 * Saves a campaign, and tells the storefront. Orders that were awarded before stay as they are. Returns it as it is now; throws
 * when it is to change one that the shop does not have.
 */
export function saveCampaign(
  shopId: string,
  { id, ...settings }: CampaignSettings,
  at: Date,
  actor = "encore",
): Promise<Campaign> {
  return inShop(shopId, async (tx) => {
    const before = id === null ? null : await loadCampaign(tx, shopId, id);
    const saved: Campaign = { ...settings, id: id ?? newId() };
    if (before && isSame(before, saved)) return before;

    const data = {
      ...settings,
      productIds: [...settings.productIds],
      collectionIds: [...settings.collectionIds],
      tierIds: [...settings.tierIds],
      updatedAt: at,
    };
    if (before) await tx.campaign.update({ where: { shopId_id: { shopId, id: saved.id } }, data });
    else await tx.campaign.create({ data: { ...data, shopId, id: saved.id } });
    await needCollections(tx, shopId, saved.collectionIds);
    await audit(
      tx,
      shopId,
      { actor, action: "campaign.saved", subject: `campaign.${saved.id}`, before, after: saved },
      at,
    );
    await announceProgram(tx, shopId, at);
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
    const before = await tx.campaign.findUnique({ where: { shopId_id: { shopId, id } } });
    if (!before) return;
    await tx.campaign.delete({ where: { shopId_id: { shopId, id } } });
    const subject = `campaign.${id}`;
    await audit(tx, shopId, { actor, action: "campaign.saved", subject, before, after: null }, at);
    await announceProgram(tx, shopId, at);
  });
}

function loadCampaign(tx: ShopTx, shopId: string, id: string): Promise<Campaign> {
  return tx.campaign.findUniqueOrThrow({
    where: { shopId_id: { shopId, id } },
    omit: { shopId: true, updatedAt: true },
  });
}
