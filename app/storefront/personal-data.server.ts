import type { PersonalData } from "#app/ground/personal-data.ts";

export const personalData: PersonalData = {
  tables: {
    reward_issue: { forget: "anonymised", merge: "ownerless" },
    reward_discount: { forget: "names-nobody", merge: "ownerless" },
    tier_offer: { forget: "names-nobody", merge: "ownerless" },
    tier_tag: { forget: "names-nobody", merge: "recomputed" },
  },
  // For whom a reward was asked for stands in what Shopify was asked.
  forget: async (tx, shopId, { customerIds }) => {
    await tx.$executeRaw`
      UPDATE reward_issue i SET asked_for = '{}'
      FROM redemption r
      WHERE r.shop_id = ${shopId}::uuid AND r.customer_id = ANY(${[...customerIds]}::uuid[])
        AND i.shop_id = r.shop_id AND i.redemption_id = r.id AND i.asked_for <> '{}'`;
  },
};
