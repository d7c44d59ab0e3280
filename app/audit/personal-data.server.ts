import type { PersonalData } from "#app/ground/personal-data.ts";

export const personalData: PersonalData = {
  tables: {
    audit_entry: { forget: "names-nobody", merge: "ownerless" },
    // Of the shop's own people, not of its customers.
    staff_member: { forget: "names-nobody", merge: "ownerless" },
  },
};
