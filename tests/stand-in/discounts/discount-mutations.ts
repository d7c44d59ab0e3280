import type { GraphqlContext, Resolve, Resolvers } from "../graphql/context.ts";
import { readGid } from "../graphql/values.ts";
import { codeNode, automaticNode } from "./resolvers-discount.ts";
import { settleCodeBatches } from "./code-batches.ts";
import type { DiscountDoc } from "./discount-documents.ts";
import { DiscountInput } from "./discount-input.ts";
import { codeProblem, discountProblems, type DiscountProblem } from "./discount-problems.ts";
import { readDiscount } from "./read-discount.ts";

type Sort = Pick<DiscountDoc, "method" | "kind">;

/** Creates or, with an `id`, changes a discount of one sort; `argument` is what its input is called. */
function write(sort: Sort, argument: string): Resolve<unknown> {
  return (_source, args, context) => {
    const { store, shop, clock } = context;
    settleCodeBatches(context, shop);
    const input = DiscountInput.parse(args[argument]);
    const id = args["id"] === undefined ? null : (readGid(args["id"])?.id ?? "");
    const known = id === null ? null : store.discounts.find(shop.id, id);
    if (id !== null && (known?.method !== sort.method || known.kind !== sort.kind))
      return answer(sort, null, [MISSING]);
    const discount = readDiscount(
      known ?? blank(sort, clock.now()),
      input,
      shop.currency,
      clock.now(),
    );
    const problems = [
      ...codeProblems(context, sort, known, input),
      ...discountProblems(store, shop, discount, input),
      ...(known || sort.method === "automatic" || input.context || input.customerSelection
        ? []
        : [{ field: ["context"], code: "BLANK", message: "Context can't be blank" }]),
    ].map((problem) => ({ ...problem, field: [argument, ...problem.field] }));
    if (problems.length > 0) return answer(sort, null, problems);

    const saved = known ? discount : { ...discount, id: store.ids.next("DiscountNode") };
    store.transaction(() => {
      store.discounts.put(shop.id, saved);
      if (input.code) putCode(context, saved, input.code);
    });
    return answer(sort, saved, []);
  };
}

const MISSING: DiscountProblem = {
  field: ["id"],
  code: "INVALID",
  message: "Discount does not exist",
};

function codeProblems(
  { store, shop }: GraphqlContext,
  { method }: Sort,
  known: DiscountDoc | null,
  { code }: DiscountInput,
): DiscountProblem[] {
  if (method === "automatic" || (known && (code === undefined || code === null))) return [];
  const problem = codeProblem(store, shop, code ?? "", known?.id ?? null);
  return problem ? [{ ...problem, field: ["code"] }] : [];
}

/** The discount's first code is the one that its own input names. */
function putCode({ store, shop }: GraphqlContext, discount: DiscountDoc, code: string): void {
  const first = store.discounts.codes.list(
    shop.id,
    [{ sql: "discount_id = ?", params: [BigInt(discount.id)] }],
    "id",
    1,
  )[0];
  const id = first?.id ?? store.ids.next("DiscountRedeemCode");
  store.discounts.codes.put(shop.id, { id, discountId: discount.id, code: code.trim() });
}

function blank({ method, kind }: Sort, now: Date): DiscountDoc {
  const at = now.toISOString();
  return {
    id: "",
    method,
    kind,
    title: "",
    createdAt: at,
    updatedAt: at,
    startsAt: at,
    endsAt: null,
    usageLimit: null,
    usesPerOrderLimit: null,
    oncePerCustomer: false,
    audience: { kind: "all" },
    combinesWith: { order: false, product: false, shipping: false },
    minimum: null,
    gets: null,
    buys: null,
    maximumShippingMinor: null,
    tags: [],
  };
}

function answer(sort: Pick<Sort, "method">, discount: DiscountDoc | null, userErrors: object[]) {
  const errors = userErrors.map((error) => ({ extraInfo: null, ...error }));
  return sort.method === "code"
    ? { codeDiscountNode: discount && codeNode(discount), userErrors: errors }
    : { automaticDiscountNode: discount && automaticNode(discount), userErrors: errors };
}

/** Changes a discount that is there; `null` from `change` deletes it. */
function alter(
  method: DiscountDoc["method"],
  change: (discount: DiscountDoc, now: string) => DiscountDoc,
): Resolve<unknown> {
  return (_source, args, { store, shop, clock }) => {
    const known = store.discounts.find(shop.id, readGid(args["id"])?.id ?? "");
    if (known?.method !== method) return answer({ method }, null, [MISSING]);
    const now = clock.now().toISOString();
    const next = { ...change(known, now), updatedAt: now };
    store.discounts.put(shop.id, next);
    return answer({ method }, next, []);
  };
}

const activated = (discount: DiscountDoc, now: string): DiscountDoc => ({
  ...discount,
  startsAt: discount.startsAt > now ? now : discount.startsAt,
  endsAt: discount.endsAt !== null && discount.endsAt <= now ? null : discount.endsAt,
});

/** Shopify lets a discount end at once; its status is then EXPIRED. */
const deactivated = (discount: DiscountDoc, now: string): DiscountDoc => ({
  ...discount,
  startsAt: discount.startsAt > now ? now : discount.startsAt,
  endsAt: discount.endsAt === null || discount.endsAt > now ? now : discount.endsAt,
});

function erase(method: DiscountDoc["method"], field: string): Resolve<unknown> {
  return (_source, args, context) => {
    const { store, shop } = context;
    settleCodeBatches(context, shop);
    const known = store.discounts.find(shop.id, readGid(args["id"])?.id ?? "");
    if (known?.method !== method)
      return { [field]: null, userErrors: [{ extraInfo: null, ...MISSING }] };
    store.transaction(() => store.discounts.remove(shop.id, known.id));
    return { [field]: args["id"], userErrors: [] };
  };
}

const BASIC_CODE = write({ method: "code", kind: "basic" }, "basicCodeDiscount");
const SHIPPING_CODE = write({ method: "code", kind: "free_shipping" }, "freeShippingCodeDiscount");
const BXGY_CODE = write({ method: "code", kind: "bxgy" }, "bxgyCodeDiscount");
const BASIC_AUTOMATIC = write({ method: "automatic", kind: "basic" }, "automaticBasicDiscount");
const SHIPPING_AUTOMATIC = write(
  { method: "automatic", kind: "free_shipping" },
  "freeShippingAutomaticDiscount",
);

export const discountMutations: Resolvers<unknown> = {
  discountCodeBasicCreate: BASIC_CODE,
  discountCodeBasicUpdate: BASIC_CODE,
  discountCodeFreeShippingCreate: SHIPPING_CODE,
  discountCodeFreeShippingUpdate: SHIPPING_CODE,
  discountCodeBxgyCreate: BXGY_CODE,
  discountCodeBxgyUpdate: BXGY_CODE,
  discountCodeActivate: alter("code", activated),
  discountCodeDeactivate: alter("code", deactivated),
  discountCodeDelete: erase("code", "deletedCodeDiscountId"),
  discountAutomaticBasicCreate: BASIC_AUTOMATIC,
  discountAutomaticBasicUpdate: BASIC_AUTOMATIC,
  discountAutomaticFreeShippingCreate: SHIPPING_AUTOMATIC,
  discountAutomaticFreeShippingUpdate: SHIPPING_AUTOMATIC,
  discountAutomaticActivate: alter("automatic", activated),
  discountAutomaticDeactivate: alter("automatic", deactivated),
  discountAutomaticDelete: erase("automatic", "deletedAutomaticDiscountId"),
};
