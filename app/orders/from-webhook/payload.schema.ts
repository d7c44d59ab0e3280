import { z } from "zod";

// What comes in is bounded before it is computed with: a number of five million digits takes half a minute to be one.

const GID = /^gid:\/\/shopify\/\w{1,64}\/(\d{1,19})(?!\d)/;
const MOST_IN_INT8 = 2n ** 63n - 1n;
const MOST_IN_INT4 = 2 ** 31 - 1;
const LONGEST_AMOUNT = 40;
/** What an index of PostgreSQL has room for, in any script. */
const LONGEST_TEXT = 500;
/** Shopify is younger than the one, and nobody sells after the other. */
const [FIRST_YEAR, LAST_YEAR] = [1990, 2200];

const inInt8 = (id: bigint) => id <= MOST_IN_INT8;

/** A numeric id, as a number or as the digits that a number could not hold. */
export const numericId = z
  .union([z.int().nonnegative(), z.string().regex(/^\d{1,19}$/)])
  .transform((id) => BigInt(id))
  .refine(inInt8, "is larger than any id");

/** The number at the end of `gid://shopify/Order/123`. */
export const gid = z
  .string()
  .regex(GID)
  .transform((text) => BigInt(GID.exec(text)?.[1] ?? 0))
  .refine(inInt8, "is larger than any id");

/** How many of something. */
export const units = z.int().min(-MOST_IN_INT4).max(MOST_IN_INT4);

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
export const amount = z.union([z.string().max(LONGEST_AMOUNT), z.number().transform(String)]);

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
  .max(64)
  .refine(isTime, "is not a time")
  .transform((text) => new Date(text));

function isTime(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/** Text that says something, or null: empty strings are as good as nothing. The end of what is longer than any such text is left out. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value?.slice(0, LONGEST_TEXT).toWellFormed().trim() || null);

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
