import type { PersonalData } from "#app/ground/personal-data.ts";

import { forgotten } from "./claims.ts";

export const personalData: PersonalData = {
  tables: {
    customer: { forget: "anonymised", merge: "joins" },
    identifier: { forget: "erased", merge: "moves" },
    identity_edge: { forget: "names-nobody", merge: "stays" },
    consent: { forget: "erased", merge: "moves" },
    customer_view: { forget: "names-nobody", merge: "ownerless" },
    privacy_request: { forget: "anonymised", merge: "ownerless" },
  },
  forget: async (tx, shopId, person) => {
    const customerId = { in: [...person.customerIds] };
    await tx.customer.updateMany({
      where: { shopId, id: customerId },
      data: { ...forgotten, locale: null },
    });
    await tx.consent.deleteMany({ where: { shopId, customerId } });
    await tx.identifier.deleteMany({ where: { shopId, customerId } });
  },
  // Hashes say nothing to anybody, and stay out.
  collect: async (tx, shopId, person) => {
    const customerId = { in: [...person.customerIds] };
    return {
      records: await tx.customer.findMany({ where: { shopId, id: customerId } }),
      identifiers: await tx.identifier.findMany({
        where: { shopId, customerId },
        omit: { valueHash: true },
      }),
      consents: await tx.consent.findMany({
        where: { shopId, customerId },
        omit: { addressHash: true },
      }),
      merges: await tx.identityEdge.findMany({ where: { shopId, keptId: customerId } }),
    };
  },
};
