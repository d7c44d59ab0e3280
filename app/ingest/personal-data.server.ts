import type { PersonalData } from "#app/ground/personal-data.ts";

export const personalData: PersonalData = {
  tables: {
    backfill: { forget: "names-nobody", merge: "ownerless" },
    nightly_run: { forget: "names-nobody", merge: "ownerless" },
    reconciliation: { forget: "names-nobody", merge: "ownerless" },
  },
};
