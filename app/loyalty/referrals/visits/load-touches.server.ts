import { mailboxHash } from "#app/customers/identity/mailbox-hash.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import type { Touch } from "./attribution.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How friends came to the orders that are given by customer: by the visit that the cart kept, a welcome code, or their email. */
export async function loadTouches(
  tx: ShopTx,
  orders: ReadonlyMap<string, { orderId: bigint }>,
): Promise<Map<string, Touch[]>> {
  const { shopId } = tx;
  const ids = [...orders.values()].map(({ orderId }) => orderId);
  if (ids.length === 0) return new Map();
  const carts = await tx.order.findMany({
    where: { shopId, id: { in: ids } },
    select: { id: true, customerId: true, attributes: true },
  });
  const discounts = await tx.orderDiscount.findMany({
    where: { shopId, orderId: { in: ids }, code: { not: null } },
    select: { orderId: true, code: true },
  });
  const friends = await tx.customer.findMany({
    where: { shopId, id: { in: [...orders.keys()] } },
    select: { id: true, email: true },
  });
  const codesOf = Map.groupBy(discounts, ({ orderId }) => orderId);
  const emailOf = new Map(friends.map(({ id, email }) => [id, mailboxHash(shopId, email)]));
  const traces = carts.map(({ id, customerId, attributes }) => ({
    customerId,
    visit: visitOf(attributes),
    codes: (codesOf.get(id) ?? []).map(({ code }) => code?.toUpperCase() ?? ""),
    email: emailOf.get(customerId ?? "") ?? null,
  }));
  const emails = traces.flatMap(({ email }) => (email ? Buffer.from(email, "hex") : []));
  const visits = await tx.referralVisit.findMany({
    where: {
      shopId,
      OR: [
        { id: { in: traces.flatMap(({ visit }) => visit ?? []) } },
        { friendCode: { in: traces.flatMap(({ codes }) => codes) } },
        { emailHash: { in: emails } },
      ],
    },
  });
  const touches = traces.flatMap(({ customerId, visit, codes, email }) =>
    visits.flatMap(({ id, friendCode, emailHash, advocateId, at }) => {
      const hash = emailHash && Buffer.from(emailHash).toString("hex");
      const isCode = friendCode !== null && codes.includes(friendCode);
      if (!isCode && id !== visit && (hash === null || hash !== email)) return [];
      const touch: Touch = { via: isCode ? "code" : "link", advocateId, at };
      return [{ customerId: customerId ?? "", touch }];
    }),
  );
  const byFriend = Map.groupBy(touches, ({ customerId }) => customerId);
  return new Map([...byFriend].map(([id, theirs]) => [id, theirs.map(({ touch }) => touch)]));
}

/** The visit that the cart of an order kept. It may be anything that somebody wrote into it: then none. */
export function visitOf(attributes: unknown): string | null {
  const visit = (attributes as Record<string, unknown> | null)?.["_encore_ref"];
  return typeof visit === "string" && UUID.test(visit) ? visit.toLowerCase() : null;
}
