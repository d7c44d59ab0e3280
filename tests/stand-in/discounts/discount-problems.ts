import type { ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { DiscountDoc, DiscountedItems } from "./discount-documents.ts";
import type { DiscountInput } from "./discount-input.ts";

/** A `DiscountUserError`; `field` is below the input's own argument. */
export type DiscountProblem = { field: string[]; message: string; code: string };

const LONGEST_CODE = 255;

/** What Shopify would refuse in a discount, in the order of its fields. */
export function discountProblems(
  store: Store,
  shop: ShopDoc,
  discount: DiscountDoc,
  input: DiscountInput,
): DiscountProblem[] {
  const problems: DiscountProblem[] = [];
  const refuse = (field: string[], code: string, message: string) =>
    problems.push({ field, message, code });

  if (discount.title === "") refuse(["title"], "BLANK", "Title can't be blank");
  if (discount.endsAt !== null && discount.endsAt <= discount.startsAt) {
    refuse(["endsAt"], "END_DATE_BEFORE_START_DATE", "Ends at needs to be after starts_at");
  }
  if (discount.usageLimit !== null && discount.usageLimit < 1)
    refuse(["usageLimit"], "GREATER_THAN", "Usage limit must be greater than 0");
  const least = input.minimumRequirement;
  if (least?.subtotal && least.quantity) {
    refuse(
      ["minimumRequirement"],
      "MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT",
      "Minimum subtotal and quantity cannot both be present",
    );
  }
  problems.push(...valueProblems(discount), ...audienceProblems(store, shop, discount));
  for (const [place, items] of [
    ["customerGets", discount.gets?.items],
    ["customerBuys", discount.buys?.items],
  ] as const) {
    const missing = items ? missingItems(store, shop, items) : null;
    if (missing) refuse([place, "items", missing.field], "INVALID", missing.message);
  }
  return problems;
}

/** What is wrong with a code, or null: Shopify wants it filled in, not too long, and unique in the shop. */
export function codeProblem(
  store: Store,
  shop: ShopDoc,
  code: string,
  ownDiscountId: string | null,
): Omit<DiscountProblem, "field"> | null {
  if (code.trim() === "") return { code: "BLANK", message: "Code can't be blank" };
  if (code.length > LONGEST_CODE)
    return {
      code: "TOO_LONG",
      message: `Code is too long (maximum is ${LONGEST_CODE} characters)`,
    };
  const other = store.discounts.findCode(shop.id, code);
  return other && other.discountId !== ownDiscountId
    ? { code: "TAKEN", message: "Code must be unique. Please try a different code." }
    : null;
}

function valueProblems({ kind, gets, buys }: DiscountDoc): DiscountProblem[] {
  if (!gets) return [];
  const field = ["customerGets", "value"];
  if (kind === "bxgy") {
    const onQuantity = gets.value.kind === "on_quantity" && gets.value.quantity > 0;
    const items = [gets.items, buys?.items].every((one) => one && one.kind !== "all");
    return [
      ...(onQuantity
        ? []
        : [{ field, code: "INVALID", message: "Value must be a discount on quantity" }]),
      ...(items
        ? []
        : [
            {
              field: ["customerGets", "items"],
              code: "BLANK",
              message: "Items in 'customer get' can't be all items",
            },
          ]),
    ];
  }
  if (gets.value.kind === "on_quantity")
    return [{ field, code: "INVALID", message: "Value cannot be a discount on quantity" }];
  if (
    gets.value.kind === "percentage" &&
    !(gets.value.percentage > 0 && gets.value.percentage <= 1)
  )
    return [
      {
        field: [...field, "percentage"],
        code: "VALUE_OUTSIDE_RANGE",
        message: "Value must be between 0.0 and 1.0",
      },
    ];
  if (gets.value.kind === "amount" && gets.value.amountMinor <= 0)
    return [
      {
        field: [...field, "discountAmount", "amount"],
        code: "GREATER_THAN",
        message: "Amount must be greater than 0",
      },
    ];
  return [];
}

function audienceProblems(store: Store, shop: ShopDoc, discount: DiscountDoc): DiscountProblem[] {
  const { audience } = discount;
  if (audience.kind === "segments") {
    return audience.segmentIds
      .filter((id) => !store.segments.find(shop.id, id))
      .map((id) => ({
        field: ["context", "customerSegments", "add"],
        code: "INVALID",
        message: `Customer segment with id: ${id} is invalid`,
      }));
  }
  if (audience.kind !== "customers") return [];
  return audience.customerIds
    .filter((id) => !store.customers.find(shop.id, id))
    .map((id) => ({
      field: ["context", "customers", "add"],
      code: "INVALID",
      message: `Customer with id: ${id} is invalid`,
    }));
}

function missingItems(store: Store, shop: ShopDoc, items: DiscountedItems) {
  if (items.kind === "products") {
    const product = items.productIds.find((id) => !store.products.find(shop.id, id));
    if (product !== undefined)
      return { field: "products", message: `Product with id: ${product} is invalid` };
    const variant = items.variantIds.find((id) => !store.findProductOfVariant(shop.id, id));
    if (variant !== undefined)
      return { field: "products", message: `Product variant with id: ${variant} is invalid` };
  }
  if (items.kind === "collections") {
    const collection = items.collectionIds.find((id) => !store.collections.find(shop.id, id));
    if (collection !== undefined)
      return { field: "collections", message: `Collection with id: ${collection} is invalid` };
  }
  return null;
}
