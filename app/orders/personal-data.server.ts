import type { PersonalData } from "#app/ground/personal-data.ts";

export const personalData: PersonalData = {
  tables: {
    order: { forget: "anonymised", merge: "moves" },
    order_line: { forget: "names-nobody", merge: "ownerless" },
    order_discount: { forget: "names-nobody", merge: "ownerless" },
    order_line_discount: { forget: "names-nobody", merge: "ownerless" },
    refund: { forget: "names-nobody", merge: "ownerless" },
    refund_line: { forget: "names-nobody", merge: "ownerless" },
    fulfillment: { forget: "anonymised", merge: "ownerless" },
    product: { forget: "names-nobody", merge: "ownerless" },
    collection: { forget: "names-nobody", merge: "ownerless" },
    product_collection: { forget: "names-nobody", merge: "ownerless" },
  },
  forget: async (tx, shopId, { orderIds }) => {
    await tx.order.updateMany({
      where: { shopId, id: { in: [...orderIds] } },
      data: { guestEmailHash: null, ipHash: null, addressHash: null, attributes: {} },
    });
    await tx.fulfillment.updateMany({
      where: { shopId, orderId: { in: [...orderIds] } },
      data: { trackingCompany: null, trackingNumber: null, trackingUrl: null },
    });
  },
  // Hashes say nothing to anybody, and stay out.
  collect: async (tx, shopId, { orderIds }) => {
    const ofOrders = { where: { shopId, orderId: { in: [...orderIds] } } };
    return {
      orders: await tx.order.findMany({
        where: { shopId, id: { in: [...orderIds] } },
        omit: { guestEmailHash: true, sourceRank: true, ipHash: true, addressHash: true },
      }),
      orderLines: await tx.orderLine.findMany(ofOrders),
      refunds: await tx.refund.findMany(ofOrders),
      refundLines: await tx.refundLine.findMany(ofOrders),
      fulfillments: await tx.fulfillment.findMany(ofOrders),
      orderDiscounts: await tx.orderDiscount.findMany(ofOrders),
    };
  },
};
