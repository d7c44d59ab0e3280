import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop } from "#app/ground/db.server.ts";

/** People marry, and names are mended: after so long Shopify is asked again. */
const FRESH_DAYS = 30;

/** Whether it was asked lately what one of the shop's people is called. */
export function isStaffKnown(shopId: string, userId: string, at: Date): Promise<boolean> {
  const since = new Date(at.getTime() - FRESH_DAYS * DAY_MS);
  return inShop(shopId, async (tx) => {
    const known = await tx.staffMember.findFirst({ where: { shopId, userId, at: { gte: since } } });
    return known !== null;
  });
}

/** Keeps what one of the shop's people is called, for the activity log. */
export async function keepStaffName(
  shopId: string,
  { userId, name }: { userId: string; name: string },
  at: Date,
): Promise<void> {
  await inShop(shopId, (tx) =>
    tx.staffMember.upsert({
      where: { shopId_userId: { shopId, userId } },
      create: { shopId, userId, name, at },
      update: { name, at },
    }),
  );
}

/** The shop's people who have changed something and are known by name, in the order of their names. */
export function listStaff(shopId: string): Promise<{ userId: string; name: string }[]> {
  return inShop(shopId, (tx) =>
    tx.staffMember.findMany({
      where: { shopId },
      orderBy: { name: "asc" },
      select: { userId: true, name: true },
      take: 100,
    }),
  );
}
