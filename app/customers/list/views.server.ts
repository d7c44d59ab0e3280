import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import type { CustomersQuery } from "./customers.server.ts";

/** How a view looks at the list: what it filters and sorts by, and the columns that it shows. */
export type ViewQuery = Pick<CustomersQuery, "segment" | "stage" | "sort" | "direction"> & {
  columns: string[];
};

export type CustomerView = { id: string; name: string; query: ViewQuery };

/** As many as tabs can hold. */
const MOST_VIEWS = 30;

/** The shop's views, the oldest first. */
export async function listViews(shopId: string): Promise<CustomerView[]> {
  const rows = await inShop(shopId, (tx) =>
    tx.customerView.findMany({
      where: { shopId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: { id: true, name: true, query: true },
    }),
  );
  return rows as unknown as CustomerView[];
}

/** Adds a view. Returns its id; null when there is one of this name, or no room. */
export function addView(
  shopId: string,
  { name, query }: Omit<CustomerView, "id">,
  createdAt: Date,
): Promise<string | null> {
  const id = newId();
  return inShop(shopId, async (tx) => {
    if ((await tx.customerView.count({ where: { shopId } })) >= MOST_VIEWS) return null;
    const data = [{ shopId, id, name, query, createdAt }];
    const { count } = await tx.customerView.createMany({ data, skipDuplicates: true });
    return count === 0 ? null : id;
  });
}

/** Gives a view another name, or has it show something else. Returns false when it is gone, or the name is another's. */
export function changeView(
  shopId: string,
  id: string,
  changes: Partial<Omit<CustomerView, "id">>,
): Promise<boolean> {
  return inShop(shopId, async (tx) => {
    const { name } = changes;
    const other = name && (await tx.customerView.findFirst({ where: { shopId, name } }));
    if (other && other.id !== id) return false;
    const { count } = await tx.customerView.updateMany({ where: { shopId, id }, data: changes });
    return count > 0;
  });
}

/** Takes a view away; the customers stay. */
export async function deleteView(shopId: string, id: string): Promise<void> {
  await inShop(shopId, (tx) => tx.customerView.deleteMany({ where: { shopId, id } }));
}
