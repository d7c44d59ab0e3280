import type { PersonalData } from "#app/ground/personal-data.ts";

export const personalData: PersonalData = {
  tables: {
    api_key: { forget: "names-nobody", merge: "ownerless" },
    api_call: { forget: "names-nobody", merge: "ownerless" },
    webhook_endpoint: { forget: "names-nobody", merge: "ownerless" },
    webhook_send: { forget: "names-nobody", merge: "ownerless" },
    flow_start: { forget: "names-nobody", merge: "ownerless" },
  },
};
