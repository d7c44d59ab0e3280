import { z } from "zod";

import { toDecimal } from "#app/ground/money.ts";
import { RewardInput } from "#app/loyalty/rewards/reward.schema.ts";
import type { Reward, RewardSettings } from "#app/loyalty/rewards/reward.ts";
import {
  type FieldErrors,
  fieldErrors,
  type FormProps,
  orNothing,
  pickedIds,
  moneyField,
  numberField,
  percentField,
  pointsField,
} from "#app/ui/forms/form-fields.schema.ts";

/** A reward as it is typed. Empty text is no minimum, no end, no limit. */
export type RewardValues = {
  name: string;
  kind: Reward["kind"];
  cost: string;
  amount: string;
  percent: string;
  /** What an amount or a percentage is taken off. */
  goodFor: "everything" | "products" | "collections";
  productIds: string[];
  collectionIds: string[];
  minimum: string;
  combinesWith: Reward["combinesWith"];
  validDays: string;
  codes: Reward["codes"];
  onLapse: Reward["onLapse"];
  limitCount: string;
  limitPeriod: Reward["limitPeriod"];
  tierIds: string[];
};

/** What each part of the form of a reward gets. */
export type RewardFormProps = FormProps<RewardValues> & {
  /** Titles of products by id, as far as they are known. */
  titles: Record<string, string>;
  tiers: { id: string; name: string }[];
};

type Needs = Partial<Record<"amount" | "percent" | "goodFor" | "product" | "code", true>>;

/** What of the form each kind of reward needs. A `code` is used in a cart; the others are money of the customer's own. */
export const fieldsOfKind: Record<Reward["kind"], Needs> = {
  amount: { amount: true, goodFor: true, code: true },
  percentage: { percent: true, goodFor: true, code: true },
  free_shipping: { code: true },
  free_product: { product: true, code: true },
  store_credit: { amount: true },
  gift_card: { amount: true },
};

/** What a new reward begins with. */
export const newReward: RewardValues = {
  name: "",
  kind: "amount",
  cost: "500",
  amount: "5",
  percent: "10",
  goodFor: "everything",
  productIds: [],
  collectionIds: [],
  minimum: "",
  // Beside everything but what takes off the same thing: the points would be worth less to one than to another.
  combinesWith: { orderDiscounts: false, productDiscounts: true, shippingDiscounts: true },
  validDays: "90",
  codes: "personal",
  onLapse: "return",
  limitCount: "",
  limitPeriod: "ever",
  tierIds: [],
};

/** Reads what was typed: the reward, or what is wrong with each field. */
export function parseReward(typed: unknown, currency: string) {
  const kind = z.object({ kind: Kind }).safeParse(typed);
  if (!kind.success) return { reward: null, errors: fieldErrors(kind.error) };
  const form = formOf(currency, fieldsOfKind[kind.data.kind]).safeParse(typed);
  if (!form.success) return { reward: null, errors: fieldErrors(form.error) };

  const { amount, percent, minimum, goodFor, productIds, collectionIds, ...rest } = form.data;
  const { product } = fieldsOfKind[rest.kind];
  // The program's own check, so that a page refuses what the program would.
  const reward = RewardInput.safeParse({
    ...rest,
    amountMinor: amount,
    percentBps: percent,
    minimumMinor: minimum,
    productIds: product || goodFor === "products" ? productIds : [],
    collectionIds: goodFor === "collections" ? collectionIds : [],
  });
  return reward.success
    ? { reward: reward.data, errors: null }
    : { reward: null, errors: named(fieldErrors(reward.error)) };
}

/** A reward, as it would be typed. */
export function rewardFormValues(reward: RewardSettings, currency: string): RewardValues {
  const money = (minor: bigint | null) => (minor === null ? "" : toDecimal(minor, currency));
  const count = (number: number | null) => (number === null ? "" : String(number));
  const { name, kind, productIds, collectionIds, codes, onLapse, limitPeriod } = reward;
  return {
    name,
    kind,
    cost: String(reward.cost),
    amount: money(reward.amountMinor),
    percent: reward.percentBps === null ? "" : String(reward.percentBps / 100),
    goodFor: goodForOf(reward),
    productIds: productIds.map(String),
    collectionIds: collectionIds.map(String),
    minimum: money(reward.minimumMinor),
    combinesWith: { ...reward.combinesWith },
    validDays: count(reward.validDays),
    codes,
    onLapse,
    limitCount: count(reward.limitCount),
    limitPeriod,
    tierIds: [...reward.tierIds],
  };
}

function goodForOf({ productIds, collectionIds }: RewardSettings): RewardValues["goodFor"] {
  if (collectionIds.length > 0) return "collections";
  return productIds.length > 0 ? "products" : "everything";
}

const Kind = z.enum(
  ["amount", "percentage", "free_shipping", "free_product", "store_credit", "gift_card"],
  "Choose what the reward is.",
);

/** What the kind does not need is not looked at: nobody can see what is wrong with it. */
function formOf(currency: string, needs: Needs) {
  const nothing = z.unknown().transform(() => null);
  return z
    .object({
      name: z.string().trim().min(1, "Give the reward a name.").max(80, "Use at most 80 letters."),
      kind: Kind,
      cost: pointsField,
      amount: needs.amount ? moneyField(currency) : nothing,
      percent: needs.percent ? percentField : nothing,
      goodFor: z.enum(["everything", "products", "collections"]),
      productIds: pickedIds,
      collectionIds: pickedIds,
      minimum: needs.code ? orNothing(moneyField(currency)) : nothing,
      combinesWith: z.object({
        orderDiscounts: z.boolean(),
        productDiscounts: z.boolean(),
        shippingDiscounts: z.boolean(),
      }),
      validDays: orNothing(
        numberField({ least: 1, most: 3_650, such: "a number of days, or leave this empty" }),
      ),
      codes: z.enum(["personal", "shared"]),
      onLapse: z.enum(["return", "forfeit"]),
      limitCount: orNothing(
        numberField({ least: 1, most: 10_000, such: "a number, or leave this empty" }),
      ),
      limitPeriod: z.enum(["day", "week", "month", "year", "ever"]),
      tierIds: z.array(z.uuid()).max(20),
    })
    .superRefine(({ goodFor, productIds, collectionIds }, context) => {
      const say = (field: string, message: string) =>
        context.addIssue({ code: "custom", path: [field], message });
      if (!needs.goodFor) return;
      if (goodFor === "products" && productIds.length === 0)
        say("productIds", "Choose the products, or let it be for everything.");
      if (goodFor === "collections" && collectionIds.length === 0)
        say("collectionIds", "Choose the collections, or let it be for everything.");
    });
}

const names: Record<string, string> = {
  amountMinor: "amount",
  percentBps: "percent",
  minimumMinor: "minimum",
};

function named(errors: FieldErrors): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).map(([field, message]) => [names[field] ?? field, message]),
  );
}
