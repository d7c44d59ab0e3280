import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import type { CustomerScore } from "#app/segments/view.server.ts";
import type { Prisma } from "#prisma/generated/client/client.ts";

type Traits = Partial<Omit<Prisma.CustomerCreateManyInput, "shopId">> & {
  /** As a night has left it; for who has none, nothing. What is not said is that of a usual customer. */
  score?: Partial<CustomerScore> | null;
};

const createdAt = new Date("2020-01-01T00:00:00Z");
const usual = {
  recency: 3,
  frequency: 3,
  monetary: 3,
  segment: "need_attention",
  segmentSince: createdAt,
  stage: "active",
  stageSince: createdAt,
};

/** Customers as their orders and the nightly run have left them, written straight to their tables. Returns their ids. */
export async function addCustomers(shopId: string, people: Traits[]): Promise<string[]> {
  const made = people.map(({ score, ...person }) => {
    const id = newId();
    return {
      customer: { shopId, id, createdAt, ...person },
      score: score && { shopId, customerId: id, ...usual, ...score },
    };
  });
  await inShop(shopId, async (tx) => {
    await tx.customer.createMany({ data: made.map(({ customer }) => customer) });
    await tx.customerScore.createMany({
      data: made.map(({ score }) => score).filter((score) => !!score),
    });
  });
  return made.map(({ customer }) => customer.id);
}
