import type { PersonalData } from "#app/ground/personal-data.ts";
import { redemptionsOf } from "#app/loyalty/view.server.ts";

export const personalData: PersonalData = {
  tables: {
    reward_issue: { forget: "anonymised", merge: "ownerless" },
    reward_discount: { forget: "names-nobody", merge: "ownerless" },
    tier_offer: { forget: "names-nobody", merge: "ownerless" },
    tier_tag: { forget: "names-nobody", merge: "recomputed" },
  },
  // For whom a reward was asked for stands in what Shopify was asked.
  forget: async (tx, shopId, { customerIds }) => {
    const ids = await redemptionsOf(tx, customerIds);
    await tx.rewardIssue.updateMany({
      where: { shopId, redemptionId: { in: ids }, NOT: { askedFor: { isEmpty: true } } },
      data: { askedFor: [] },
    });
  },
};
