import type { Clock } from "../clock.ts";
import type { ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { CodeBatchDoc } from "./discount-documents.ts";
import { codeProblem } from "./discount-problems.ts";

/** How long Shopify takes for a batch and for each of its codes, before the time scale. */
const BATCH_MS = 400;
const CODE_MS = 4;

type Context = { store: Store; clock: Clock; timeScale: number };

/** Takes codes for a discount; they are added a little later, as Shopify does. */
export function startCodeBatch(
  { store, clock, timeScale }: Context,
  shop: ShopDoc,
  discountId: string,
  codes: string[],
): CodeBatchDoc {
  const batch: CodeBatchDoc = {
    id: store.ids.next("DiscountRedeemCodeBulkCreation"),
    discountId,
    createdAt: clock.now().toISOString(),
    dueAt: Date.now() + Math.ceil((BATCH_MS + codes.length * CODE_MS) * timeScale),
    done: false,
    codes: codes.map((code) => ({ code, codeId: null, problem: null })),
  };
  store.discounts.batches.put(shop.id, batch);
  return batch;
}

/**
 * Adds the codes of all batches whose time has come. Whoever reads codes calls this first, so that no timer is needed
 * and a restart loses nothing.
 */
export function settleCodeBatches({ store }: Pick<Context, "store">, shop: ShopDoc): void {
  const due = [{ sql: "done = 0 AND due_at <= ?", params: [Date.now()] }];
  for (const batch of store.discounts.batches.list(shop.id, due)) {
    store.transaction(() => {
      const codes = batch.codes.map(({ code }) => addCode(store, shop, batch.discountId, code));
      store.discounts.batches.put(shop.id, { ...batch, done: true, codes });
    });
  }
}

function addCode(
  store: Context["store"],
  shop: ShopDoc,
  discountId: string,
  code: string,
): CodeBatchDoc["codes"][number] {
  const gone = store.discounts.find(shop.id, discountId) === null;
  const problem = gone
    ? "Discount does not exist"
    : (codeProblem(store, shop, code, null)?.message ?? null);
  if (problem !== null) return { code, codeId: null, problem };
  const codeId = store.ids.next("DiscountRedeemCode");
  store.discounts.codes.put(shop.id, { id: codeId, discountId, code: code.trim() });
  return { code, codeId, problem: null };
}
