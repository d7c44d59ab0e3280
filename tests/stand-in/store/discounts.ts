import type { DatabaseSync } from "node:sqlite";

import {
  codeKey,
  type CodeBatchDoc,
  type DiscountCodeDoc,
  type DiscountDoc,
} from "../discounts/discount-documents.ts";
import { openCollection, type Collection } from "./collection.ts";
import { toSecond } from "./to-second.ts";

/** One use of a discount by an order; `codeId` is null for an automatic one. */
export type DiscountUse = {
  discountId: string;
  codeId: string | null;
  orderId: string;
  /** The buyer's email in small letters, to know them again. */
  buyer: string | null;
};

export type Discounts = Collection<DiscountDoc> & {
  codes: Collection<DiscountCodeDoc>;
  batches: Collection<CodeBatchDoc>;
  findCode: (shopId: string, code: string) => DiscountCodeDoc | null;
  addUse: (shopId: string, use: DiscountUse) => void;
  countUses: (shopId: string, of: { discountId: string } | { codeId: string }) => number;
  /** Whether this buyer has used the discount, by whichever of its codes. */
  isUsedBy: (shopId: string, discountId: string, buyer: string) => boolean;
};

export function openDiscounts(db: DatabaseSync): Discounts {
  const discounts = openCollection<DiscountDoc>(db, "discounts", discountColumns, DISCOUNT_COLUMNS);
  const codes = openCollection<DiscountCodeDoc>(
    db,
    "discount_codes",
    ({ discountId, code }) => ({ discount_id: BigInt(discountId), code: codeKey(code) }),
    ["discount_id", "code"],
  );
  const batches = openCollection<CodeBatchDoc>(
    db,
    "discount_code_batches",
    ({ done, dueAt }) => ({ done: done ? 1 : 0, due_at: dueAt }),
    ["done", "due_at"],
  );
  const use = db.prepare(
    "INSERT INTO discount_use (shop_id, discount_id, code_id, order_id, buyer) VALUES (?, ?, ?, ?, ?)",
  );
  const ofDiscount = db.prepare(
    "SELECT count(*) AS n FROM discount_use WHERE shop_id = ? AND discount_id = ?",
  );
  const ofCode = db.prepare(
    "SELECT count(*) AS n FROM discount_use WHERE shop_id = ? AND code_id = ?",
  );
  const byBuyer = db.prepare(
    "SELECT 1 FROM discount_use WHERE shop_id = ? AND discount_id = ? AND buyer = ? LIMIT 1",
  );
  return {
    ...discounts,
    codes,
    batches,
    remove(shopId, id) {
      for (const code of codes.list(shopId, [{ sql: "discount_id = ?", params: [BigInt(id)] }])) {
        codes.remove(shopId, code.id);
      }
      discounts.remove(shopId, id);
    },
    findCode: (shopId, code) =>
      codes.list(shopId, [{ sql: "code = ?", params: [codeKey(code)] }], "id", 1)[0] ?? null,
    addUse: (shopId, { discountId, codeId, orderId, buyer }) =>
      void use.run(shopId, discountId, codeId, orderId, buyer),
    countUses(shopId, of) {
      const row =
        "codeId" in of ? ofCode.get(shopId, of.codeId) : ofDiscount.get(shopId, of.discountId);
      return Number(row?.["n"]);
    },
    isUsedBy: (shopId, discountId, buyer) => byBuyer.get(shopId, discountId, buyer) !== undefined,
  };
}

const DISCOUNT_COLUMNS = [
  "title",
  "method",
  "kind",
  "starts_at",
  "ends_at",
  "created_at",
  "updated_at",
];

function discountColumns(discount: DiscountDoc) {
  return {
    title: discount.title,
    method: discount.method,
    kind: discount.kind,
    starts_at: toSecond(discount.startsAt),
    ends_at: discount.endsAt === null ? null : toSecond(discount.endsAt),
    created_at: toSecond(discount.createdAt),
    updated_at: toSecond(discount.updatedAt),
  };
}
