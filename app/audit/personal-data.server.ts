import type { PersonalData } from "#app/ground/personal-data.ts";

export const personalData: PersonalData = {
  tables: {
    audit_entry: { forget: "names-nobody", merge: "ownerless" },
  },
};
