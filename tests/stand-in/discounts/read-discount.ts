import { readGid } from "../graphql/values.ts";
import { minorOf } from "../money.ts";
import type {
  DiscountAudience,
  DiscountDoc,
  DiscountedItems,
  DiscountEffect,
  DiscountMinimum,
  DiscountValue,
} from "./discount-documents.ts";
import type { AudienceInput, DiscountInput, ItemsInput, ValueInput } from "./discount-input.ts";

/** The discount that an input makes of a new or known one; what it does not mention stays. `currency` is the shop's. */
export function readDiscount(
  before: DiscountDoc,
  input: DiscountInput,
  currency: string,
  now: Date,
): DiscountDoc {
  const minor = (text: string | null | undefined) => minorOf(text ?? "0", currency);
  const audience = input.context ?? input.customerSelection;
  const { combinesWith: combine, minimumRequirement: least, customerBuys: buys } = input;
  return {
    ...before,
    updatedAt: now.toISOString(),
    title: input.title?.trim() ?? before.title,
    startsAt: isoOf(input.startsAt) ?? before.startsAt,
    endsAt: input.endsAt === undefined ? before.endsAt : isoOf(input.endsAt),
    usageLimit: said(input.usageLimit, before.usageLimit),
    usesPerOrderLimit: said(input.usesPerOrderLimit, before.usesPerOrderLimit),
    oncePerCustomer: input.appliesOncePerCustomer ?? before.oncePerCustomer,
    audience: audience ? readAudience(before.audience, audience) : before.audience,
    combinesWith: combine
      ? {
          order: combine.orderDiscounts ?? false,
          product: combine.productDiscounts ?? false,
          shipping: combine.shippingDiscounts ?? false,
        }
      : before.combinesWith,
    minimum: least === undefined ? before.minimum : readMinimum(least, minor),
    gets:
      before.kind === "free_shipping"
        ? null
        : {
            items: readItems(before.gets?.items, input.customerGets?.items),
            value: readValue(input.customerGets?.value, minor) ??
              before.gets?.value ?? { kind: "percentage", percentage: 0 },
          },
    buys: buys
      ? {
          items: readItems(before.buys?.items, buys.items),
          value:
            typeof buys.value?.amount === "string"
              ? { kind: "amount", amountMinor: minor(buys.value.amount) }
              : { kind: "quantity", quantity: buys.value?.quantity ?? 1 },
        }
      : before.buys,
    maximumShippingMinor:
      input.maximumShippingPrice === undefined
        ? before.maximumShippingMinor
        : input.maximumShippingPrice === null
          ? null
          : minor(input.maximumShippingPrice),
    tags: input.tags ?? before.tags,
  };
}

function said<T>(given: T | null | undefined, before: T | null): T | null {
  return given === undefined ? before : given;
}

function isoOf(text: string | null | undefined): string | null {
  return text ? new Date(text).toISOString() : null;
}

function readAudience(before: DiscountAudience, input: AudienceInput): DiscountAudience {
  if (input.customers) {
    const known = before.kind === "customers" ? before.customerIds : [];
    return { kind: "customers", customerIds: changed(known, input.customers) };
  }
  if (input.customerSegments) {
    const known = before.kind === "segments" ? before.segmentIds : [];
    return { kind: "segments", segmentIds: changed(known, input.customerSegments) };
  }
  return { kind: "all" };
}

function readMinimum(
  input: DiscountInput["minimumRequirement"],
  minor: (text: string | null | undefined) => number,
): DiscountMinimum | null {
  const subtotal = input?.subtotal?.greaterThanOrEqualToSubtotal;
  if (subtotal) return { kind: "subtotal", subtotalMinor: minor(subtotal) };
  const quantity = input?.quantity?.greaterThanOrEqualToQuantity;
  return quantity ? { kind: "quantity", quantity } : null;
}

function readItems(
  before: DiscountedItems | undefined,
  input: ItemsInput | null | undefined,
): DiscountedItems {
  if (!input) return before ?? { kind: "all" };
  if (input.products) {
    const known = before?.kind === "products" ? before : { productIds: [], variantIds: [] };
    const { productsToAdd, productsToRemove } = input.products;
    const { productVariantsToAdd, productVariantsToRemove } = input.products;
    return {
      kind: "products",
      productIds: changed(known.productIds, { add: productsToAdd, remove: productsToRemove }),
      variantIds: changed(known.variantIds, {
        add: productVariantsToAdd,
        remove: productVariantsToRemove,
      }),
    };
  }
  if (input.collections) {
    const known = before?.kind === "collections" ? before.collectionIds : [];
    return { kind: "collections", collectionIds: changed(known, input.collections) };
  }
  return { kind: "all" };
}

function readValue(
  input: ValueInput | null | undefined,
  minor: (text: string | null | undefined) => number,
): DiscountValue | null {
  if (!input) return null;
  const effect = (given: {
    percentage?: number | null | undefined;
    amount?: string | null | undefined;
  }): DiscountEffect =>
    typeof given.amount === "string"
      ? { kind: "amount", amountMinor: minor(given.amount) }
      : { kind: "percentage", percentage: given.percentage ?? 0 };
  if (input.discountOnQuantity) {
    return {
      kind: "on_quantity",
      quantity: input.discountOnQuantity.quantity ?? 1,
      effect: effect(input.discountOnQuantity.effect ?? {}),
    };
  }
  if (input.discountAmount) {
    const { amount, appliesOnEachItem } = input.discountAmount;
    return { kind: "amount", amountMinor: minor(amount), onEachItem: appliesOnEachItem ?? false };
  }
  return { kind: "percentage", percentage: input.percentage ?? 0 };
}

/** Ids (without the GID's head) after adding and removing. */
function changed(
  known: string[],
  change: { add?: string[] | null | undefined; remove?: string[] | null | undefined },
): string[] {
  const bare = (gids: string[] | null | undefined) =>
    (gids ?? []).map((gid) => readGid(gid)?.id ?? "0");
  const removed = new Set(bare(change.remove));
  return [...new Set([...known, ...bare(change.add)])].filter((id) => !removed.has(id));
}
