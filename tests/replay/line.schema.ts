import { IANAZone } from "luxon";
import { z } from "zod";

import { ProgramSettings, TierWindow } from "./settings.schema.ts";

/** What a line of a replay file may say. Money is decimal text (numbers are taken too); times are ISO 8601 with a zone. */

const name = z.union([z.string().min(1), z.number()]).transform(String);
const money = z
  .union([
    z.string().regex(/^\d+(\.\d+)?$/, "must be an amount such as 12.50"),
    z.number().nonnegative(),
  ])
  // "150.00" is an amount in a currency without decimals, too.
  .transform((amount) => String(amount).replace(/\.0+$|(\.\d*?)0+$/, "$1"));
const time = z.iso.datetime({ offset: true, error: "must be a time such as 2026-03-01T10:00:00Z" });
const at = time.optional();
const quantity = z.int().positive().default(1);
/** As they are printed, points are text. */
const whole = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/, "must be whole points")
    .transform(Number),
]);
const points = whole.refine((value) => value > 0, "must be more than 0");
const currency = z
  .string()
  .refine(
    (code) => Intl.supportedValuesOf("currency").includes(code),
    "must be a currency such as GBP",
  );
const timezone = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), "must be a time zone such as Europe/London");

const Line = z.strictObject({
  /** What the file calls the line: refunds and edits name it. */
  id: name.optional(),
  /** What the file calls the product; lines of one name are one product. Without it, the line's id. */
  product: name.optional(),
  /** Of one unit, before discounts. */
  price: money,
  quantity,
  /** Off the whole line. */
  discount: money.optional(),
  giftCard: z.boolean().optional(),
  taxable: z.boolean().optional(),
});
export type ReplayLine = z.infer<typeof Line>;

const Choice = z.strictObject({ id: name, quantity: z.int().positive().optional() });

const Shop = z.strictObject({
  type: z.literal("shop"),
  at,
  currency: currency.optional(),
  timezone: timezone.optional(),
  taxesIncluded: z.boolean().optional(),
  /** 0.2 is 20 %. */
  taxRate: z.number().min(0).optional(),
  program: ProgramSettings.optional(),
  tiers: z
    .array(
      z.strictObject({
        name,
        orders: z.int().positive().optional(),
        spend: money.optional(),
        points: points.optional(),
        multiplier: z.number().positive().optional(),
        entryPoints: points.optional(),
      }),
    )
    .optional(),
  tierWindow: TierWindow.optional(),
});

const Program = z.strictObject({ type: z.literal("program"), at, settings: ProgramSettings });

const Customer = z.strictObject({
  type: z.literal("customer"),
  at,
  customer: name,
  email: z.string().optional(),
});

const order = {
  at,
  order: name,
  customer: name,
  /** Bought without an account, with the customer's email typed. */
  guest: z.boolean().optional(),
  /** One line of this price; or the lines. */
  total: money.optional(),
  lines: z.array(Line).min(1).optional(),
  shipping: money.optional(),
  /** The redemption whose code was used, and what it took off; without an amount, what the reward says. */
  redemption: name.optional(),
  discount: money.optional(),
  /** How much of it was paid with a gift card that somebody had bought. */
  giftCard: money.optional(),
  /** What the shopper paid in, and how much of it one unit of the shop's currency is. */
  currency: currency.optional(),
  rate: z
    .union([z.number(), money.transform(Number)])
    .refine((rate) => rate > 0)
    .optional(),
  test: z.boolean().optional(),
};

const isOneOf = ({ total, lines }: { total?: unknown; lines?: unknown }) =>
  total === undefined || lines === undefined;
const eitherOr = "takes a total or lines, not both";

/** An order that is not paid yet. */
const Placed = z.strictObject({ type: z.literal("placed"), ...order }).refine(isOneOf, eitherOr);

/** An order that is placed and paid; or, when there is a line that placed it, the payment alone. */
const Paid = z
  .strictObject({
    type: z.literal("paid"),
    ...order,
    customer: name.optional(),
    /** When it was placed, if not when it was paid. */
    createdAt: time.optional(),
  })
  .refine(isOneOf, eitherOr);

const Refund = z
  .strictObject({
    type: z.literal("refund"),
    at,
    /** Tells two refunds apart that say the same. */
    id: name.optional(),
    order: name,
    lines: z.array(Choice).optional(),
    /** What goes back in all; without it, what the lines and the shipping come to. */
    amount: money.optional(),
    shipping: z.union([z.boolean(), money]).optional(),
    /** All lines that are left, and the shipping. */
    all: z.boolean().optional(),
  })
  .refine(
    ({ lines, amount, shipping, all }) => lines ?? amount ?? shipping ?? all,
    "needs lines, an amount, shipping or all",
  );

const Cancel = z.strictObject({
  type: z.literal("cancel"),
  at,
  order: name,
  /** Whether the money goes back with it. */
  refund: z.boolean().default(true),
});

const Edit = z.strictObject({
  type: z.literal("edit"),
  at,
  id: name.optional(),
  order: name,
  add: z.array(Line).default([]),
  remove: z.array(Choice).default([]),
});

const Merge = z
  .strictObject({ type: z.literal("merge"), at, from: name, into: name })
  .refine(({ from, into }) => from !== into, "needs two customers");
const Unmerge = z.strictObject({ type: z.literal("unmerge"), at, from: name, into: name });
const Login = z.strictObject({ type: z.literal("login"), at, customer: name });

const Redeem = z.strictObject({
  type: z.literal("redeem"),
  at,
  id: name,
  customer: name,
  points,
  kind: z.enum(["amount", "percentage", "free_shipping"]).default("amount"),
  /** What the code takes off; without it, 100 points are one unit. */
  amount: money.optional(),
  percent: z.number().positive().max(100).optional(),
  minimum: money.optional(),
  /** What the cart comes to, when that is known. */
  cart: money.optional(),
  validDays: z.int().positive().optional(),
  onLapse: z.enum(["return", "forfeit"]).optional(),
});

/** An unused code is given back. */
const GiveBack = z.strictObject({ type: z.literal("give_back"), at, redemption: name });

const Adjust = z.strictObject({
  type: z.literal("adjust"),
  at,
  id: name,
  customer: name,
  points: whole.refine((value) => value !== 0, "must not be 0"),
  reason: z.string().default("By hand"),
});

const Clock = z
  .strictObject({ type: z.literal("clock"), at, advance: z.iso.duration().optional() })
  .refine((line) => line.at !== undefined || line.advance !== undefined, {
    error: "needs a time (at) or a duration such as P30D (advance)",
  });

/** Time passes, if it says until when, and what has expired by then goes. */
const Expire = z.strictObject({ type: z.literal("expire"), at });

export const ReplayEntry = z.discriminatedUnion("type", [
  Shop,
  Program,
  Customer,
  Placed,
  Paid,
  Refund,
  Cancel,
  Edit,
  Merge,
  Unmerge,
  Login,
  Redeem,
  GiveBack,
  Adjust,
  Clock,
  Expire,
]);
export type ReplayEntry = z.infer<typeof ReplayEntry>;
export type EntryOf<Type extends ReplayEntry["type"]> = Extract<ReplayEntry, { type: Type }>;

/** What Shopify tells of: these may come in any order and any number of times. The rest happens where it stands. */
export const deliveryTypes = ["placed", "paid", "refund", "cancel", "edit", "merge"] as const;
export type DeliveryEntry = EntryOf<(typeof deliveryTypes)[number]>;

export function isDelivery(entry: ReplayEntry): entry is DeliveryEntry {
  return (deliveryTypes as readonly string[]).includes(entry.type);
}
