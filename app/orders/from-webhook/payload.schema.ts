import { z } from "zod";

const GID = /^gid:\/\/shopify\/\w+\/(\d+)/;

/** A numeric id, as a number or as the digits that a number could not hold. */
export const numericId = z
  .union([z.int().nonnegative(), z.string().regex(/^\d+$/)])
  .transform((id) => BigInt(id));

/** The number at the end of `gid://shopify/Order/123`. */
export const gid = z
  .string()
  .regex(GID)
  .transform((text) => BigInt(GID.exec(text)?.[1] ?? 0));

export const optionalId = numericId.nullish().transform((id) => id ?? null);

/** An object known by `admin_graphql_api_id`, or by `id` where Shopify gives no other. */
export function exactId({ id, admin_graphql_api_id }: Identified): bigint {
  // Of the two only the text is beyond doubt: whatever handled the number may have rounded it.
  const exact = admin_graphql_api_id ?? id;
  if (exact === undefined || exact === null) throw new Error("the id is missing");
  return exact;
}

export const identified = { id: numericId.nullish(), admin_graphql_api_id: gid.nullish() };
type Identified = {
  id?: bigint | null | undefined;
  admin_graphql_api_id?: bigint | null | undefined;
};

/** Money is a decimal string everywhere, but a number in `refund_line_items`. */
export const amount = z.union([z.string(), z.number().transform(String)]);

const money = z.object({ amount: amount.nullish(), currency_code: z.string().nullish() }).nullish();

/** The same amount in the shop's currency and in the shopper's; null where the first of them is not said. */
export const moneySet = z
  .object({ shop_money: money, presentment_money: money })
  .transform(({ shop_money: shop, presentment_money: paid }) =>
    shop?.amount === undefined || shop.amount === null
      ? null
      : {
          shop_money: { amount: shop.amount },
          presentment_money:
            paid?.amount && paid.currency_code
              ? { amount: paid.amount, currency_code: paid.currency_code }
              : null,
        },
  );

export const time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), "is not a time")
  .transform((text) => new Date(text));

/** Text that says something, or null: empty strings are as good as nothing. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);

/** A flag that older payloads leave out. */
export const flag = (otherwise: boolean) =>
  z
    .boolean()
    .nullish()
    .transform((value) => value ?? otherwise);

/** A list that may be left out or null, as may what is in it. */
export function list<Item extends z.ZodType>(item: Item) {
  return z
    .array(item.nullish())
    .nullish()
    .transform((items) =>
      (items ?? []).flatMap((one) => (one === null || one === undefined ? [] : [one])),
    );
}

export type MoneySet = NonNullable<z.infer<typeof moneySet>>;
