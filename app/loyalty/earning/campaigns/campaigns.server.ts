import { audit } from "#app/audit/audit.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { needCollections } from "#app/loyalty/program/need-collections.server.ts";
import { announceProgram } from "#app/loyalty/program/program.server.ts";
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
    const before = id === null ? null : await lockCampaign(tx, id);
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
    if (before) await tx.campaign.update({ where: { shopId_id: { shopId, id: saved.id } }, data });
    else await tx.campaign.create({ data: { ...data, shopId, id: saved.id } });
    await needCollections(tx, saved.collectionIds);
    await audit(
      tx,
      { actor, action: "campaign.saved", subject: `campaign.${saved.id}`, before, after: saved },
      at,
    );
    await announceProgram(tx, at);
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
    await audit(tx, { actor, action: "campaign.saved", subject, before, after: null }, at);
    await announceProgram(tx, at);
  });
}

/** The campaign, which nobody else changes until this transaction ends. */
async function lockCampaign(tx: ShopTx, id: string): Promise<Campaign> {
  const { shopId } = tx;
  await tx.$queryRaw`
    SELECT id FROM campaign WHERE shop_id = ${shopId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.campaign.findUniqueOrThrow({
    where: { shopId_id: { shopId, id } },
    omit: { shopId: true, updatedAt: true },
  });
}
