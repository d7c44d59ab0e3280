import { z } from "zod";

import type { Reward, RewardSettings } from "#app/loyalty/rewards/reward.ts";
import {
  type FieldErrors,
  fieldErrors,
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

export type ParsedReward =
  { reward: RewardSettings; errors: null } | { reward: null; errors: FieldErrors };

/** The program's own check of a reward, so that a page refuses what the program would. */
export type CheckReward = (
  input: object,
) => { success: true; data: RewardSettings } | { success: false; error: z.ZodError };

type Fields = {
  amount: boolean;
  percent: boolean;
  goodFor: boolean;
  product: boolean;
  code: boolean;
};

/** What of the form each kind of reward needs. A `code` is used in a cart; the others are money of the customer's own. */
export const fieldsOfKind: Record<Reward["kind"], Fields> = {
  amount: fields("amount", "goodFor", "code"),
  percentage: fields("percent", "goodFor", "code"),
  free_shipping: fields("code"),
  free_product: fields("product", "code"),
  store_credit: fields("amount"),
  gift_card: fields("amount"),
};

/** Reads what was typed: the reward, or what is wrong with each field. */
export function parseReward(typed: unknown, currency: string, check: CheckReward): ParsedReward {
  const kind = z.object({ kind: Kind }).safeParse(typed);
  if (!kind.success) return { reward: null, errors: fieldErrors(kind.error) };
  const form = formOf(currency, fieldsOfKind[kind.data.kind]).safeParse(typed);
  if (!form.success) return { reward: null, errors: fieldErrors(form.error) };

  const { amount, percent, minimum, goodFor, productIds, collectionIds, ...rest } = form.data;
  const { product } = fieldsOfKind[rest.kind];
  const reward = check({
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

const Kind = z.enum(
  ["amount", "percentage", "free_shipping", "free_product", "store_credit", "gift_card"],
  "Choose what the reward is.",
);

/** What the kind does not need is not looked at: nobody can see what is wrong with it. */
function formOf(currency: string, needs: Fields) {
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

function fields(...needed: (keyof Fields)[]): Fields {
  const needs = (field: keyof Fields) => needed.includes(field);
  return {
    amount: needs("amount"),
    percent: needs("percent"),
    goodFor: needs("goodFor"),
    product: needs("product"),
    code: needs("code"),
  };
}
