import type { PersonalData } from "#app/ground/personal-data.ts";

export const personalData: PersonalData = {
  tables: {
    segment_membership: { forget: "names-nobody", merge: "recomputed" },
    segment_run: { forget: "names-nobody", merge: "ownerless" },
  },
  collect: async (tx, shopId, { customerIds }) => ({
    segments: await tx.segmentMembership.findMany({
      where: { shopId, customerId: { in: [...customerIds] } },
    }),
  }),
};
