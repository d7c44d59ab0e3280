import type { PersonalData } from "#app/ground/personal-data.ts";

export const personalData: PersonalData = {
  tables: {
    event: { forget: "anonymised", merge: "moves" },
    reaction: { forget: "names-nobody", merge: "ownerless" },
  },
  forget: async (tx, shopId, { orderIds }) => {
    await tx.$executeRaw`
      UPDATE event SET properties = properties || '{"trackingUrl": null}'
      WHERE shop_id = ${shopId}::uuid AND order_id = ANY (${orderIds.map(String)}::bigint[]) AND properties ? 'trackingUrl'`;
  },
  collect: async (tx, shopId, { customerIds, orderIds }) => ({
    events: await tx.event.findMany({
      where: {
        shopId,
        OR: [{ customerId: { in: [...customerIds] } }, { orderId: { in: [...orderIds] } }],
      },
    }),
  }),
};
