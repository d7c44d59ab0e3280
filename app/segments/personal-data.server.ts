import type { PersonalData } from "#app/ground/personal-data.ts";

import { readScores } from "./view.server.ts";

export const personalData: PersonalData = {
  tables: {
    customer_score: { forget: "names-nobody", merge: "recomputed" },
    segment_membership: { forget: "names-nobody", merge: "recomputed" },
    segment_run: { forget: "names-nobody", merge: "ownerless" },
  },
  collect: async (tx, shopId, { customerIds }) => ({
    scores: Object.fromEntries(await readScores(tx, shopId, customerIds)),
    segments: await tx.segmentMembership.findMany({
      where: { shopId, customerId: { in: [...customerIds] } },
    }),
  }),
};
