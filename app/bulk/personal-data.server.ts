import type { PersonalData } from "#app/ground/personal-data.ts";

export const personalData: PersonalData = {
  tables: {
    bulk_run: { forget: "names-nobody", merge: "ownerless" },
    bulk_target: { forget: "names-nobody", merge: "stays" },
  },
};
