import { z } from "zod";

/** What the API takes and answers. The OpenAPI file is made from these, and the answers of its routes are checked against them in tests. */

const MOST_POINTS = 1_000_000_000;
const MOST_NAME = 100;

const wholePoints = z.int().min(0);
const time = z.iso.datetime();

export const CustomerRef = z
  .union([z.string().regex(/^\d{1,19}$/), z.uuid()])
  .describe("Shopify's numeric id of a customer, or Encore's id.");

export const GivePoints = z
  .strictObject({
    points: z
      .int()
      .min(-MOST_POINTS)
      .max(MOST_POINTS)
      .refine((points) => points !== 0, { error: "must not be 0" })
      .describe("More than zero gives, less than zero takes: at most what the customer can spend."),
    note: z.string().max(500).optional().describe("For the shop's own people."),
    publicNote: z.string().max(200).optional().describe("Shown to the customer beside the points."),
  })
  .meta({ id: "GivePoints" });

export const RedeemReward = z
  .strictObject({
    rewardId: z.uuid(),
    cartMinor: z
      .int()
      .min(0)
      .optional()
      .describe(
        "What the cart comes to, in minor units of the shop's currency: checked against the reward's minimum.",
      ),
  })
  .meta({ id: "RedeemReward" });

export const GiveReward = z.strictObject({ rewardId: z.uuid() }).meta({ id: "GiveReward" });

export const ReportAction = z
  .strictObject({
    kind: z.enum(["review", "survey", "social_share", "custom"]),
    name: z
      .string()
      .min(1)
      .max(MOST_NAME)
      .default("")
      .describe("Of a custom action its event name; of a share the network."),
    sourceId: z
      .string()
      .min(1)
      .max(MOST_NAME)
      .optional()
      .describe(
        "Your id of it, such as a review's: the same one never earns twice. Without it, the Idempotency-Key.",
      ),
    photo: z.boolean().optional().describe("Whether a review has a photo."),
  })
  .meta({ id: "ReportAction" });

export const ReportEvent = z
  .strictObject({
    customer: CustomerRef,
    name: z.string().min(1).max(MOST_NAME).describe("The event name of a custom way to earn."),
    occurredAt: time.optional(),
  })
  .meta({ id: "ReportEvent" });

export const PageQuery = z.object({
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const Member = z
  .object({
    id: z.uuid(),
    shopifyId: z.string().nullable(),
    balance: z.object({
      available: wholePoints,
      pending: wholePoints,
      held: wholePoints,
      debt: wholePoints,
    }),
    tier: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    referralCode: z.string().nullable(),
  })
  .meta({ id: "Member" });
export type Member = z.infer<typeof Member>;

const HistoryEntry = z
  .object({
    id: z.uuid(),
    kind: z
      .string()
      .describe(
        "earn, reverse, release, hold, capture, void, return, expire, adjust, move_in or move_out.",
      ),
    available: z.int().describe("What it did to the points that can be spent."),
    pending: z.int(),
    held: z.int(),
    debt: z.int(),
    reason: z.string().describe("A code, such as order_paid."),
    order: z.string().nullable().describe("The order's name."),
    publicNote: z.string().nullable(),
    occurredAt: time,
  })
  .meta({ id: "HistoryEntry" });
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const History = z
  .object({
    entries: z.array(HistoryEntry),
    next: z.string().nullable().describe("Ask for more with ?after="),
  })
  .meta({ id: "History" });
export type History = z.infer<typeof History>;

export const Reward = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.string(),
    cost: wholePoints,
    amountMinor: z.int().nullable(),
    percentBps: z.int().nullable(),
    minimumMinor: z.int().nullable(),
    tierIds: z.array(z.uuid()),
  })
  .meta({ id: "Reward" });
export type Reward = z.infer<typeof Reward>;

export const Rewards = z.object({ rewards: z.array(Reward) }).meta({ id: "Rewards" });

export const Program = z
  .object({
    active: z.boolean(),
    currency: z.string(),
    pointsPerUnit: z.int(),
    unitMinor: z.int(),
    pendingDays: z.int(),
    tiers: z.array(z.object({ id: z.uuid(), name: z.string() })),
  })
  .meta({ id: "Program" });
export type Program = z.infer<typeof Program>;

export const Redemption = z
  .object({
    id: z.uuid(),
    customerId: z.uuid(),
    rewardId: z.uuid(),
    name: z.string(),
    kind: z.string(),
    state: z
      .string()
      .describe(
        "held (being made), issued (can be used), captured (used), withdrawn, released or forfeited.",
      ),
    points: wholePoints,
    code: z.string().nullable(),
    expiresAt: time.nullable(),
    failure: z.string().nullable(),
  })
  .meta({ id: "Redemption" });
export type Redemption = z.infer<typeof Redemption>;

export const Balance = z.object({ balance: Member.shape.balance }).meta({ id: "Balance" });
export const Awarded = z
  .object({
    points: wholePoints.describe(
      "What it earned; 0 when no way pays for it, or a limit is reached.",
    ),
  })
  .meta({ id: "Awarded" });

export const Problem = z
  .object({
    status: z.int(),
    code: z.string(),
    title: z.string(),
    detail: z.string().optional(),
    errors: z.record(z.string(), z.array(z.string())).optional(),
  })
  .meta({ id: "Problem" });
