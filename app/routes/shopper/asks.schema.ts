import { z } from "zod";

import { socialNetworks } from "#app/loyalty/earning/actions/earning-action.ts";

/** What the storefront's script sends to redeem a reward. */
export const RedemptionAsk = z.object({
  rewardId: z.uuid(),
  /** Made by the page, kept by it until it is answered. */
  clientKey: z.string().regex(/^[\w-]{8,64}$/),
  /** The cart as the page knows it, in Liquid's hundredths of the shop's currency: checked before points are set aside. */
  cart: z.object({ total: z.number().int().min(0).max(1e12) }).optional(),
});

export const ProfileAsk = z.object({
  birthday: z
    .object({
      month: z.number().int().min(1).max(12),
      day: z.number().int().min(1).max(31),
    })
    .optional(),
  leaderboard: z.boolean().optional(),
});

/** What a friend types to get a welcome code. */
export const WelcomeAsk = z.object({ email: z.string().trim().max(254).pipe(z.email()) });

/**
 * What shoppers may say of themselves: that they opened a link to share. Each name is an event of its own a day, so it is one of
 * those that there are.
 */
export const ActionAsk = z.object({
  kind: z.literal("social_share"),
  name: z.enum(socialNetworks),
});
