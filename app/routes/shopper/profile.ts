import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { saveProfile } from "#app/loyalty/earning/actions/save-profile.server.ts";

import { bodyOfProxy, memberOf, shopperAnswer } from "./current-shopper.server.ts";
import { forForms } from "./form-answers.server.ts";

const ProfileAsk = z.object({
  birthday: z
    .object({
      month: z.number().int().min(1).max(12),
      day: z.number().int().min(1).max(31),
    })
    .optional(),
  leaderboard: z.boolean().optional(),
});

/** POST …/profile: what a member tells about themselves. What is missing stays as it was. */
export const action = forForms(async ({ request }) => {
  const { shop, customerId } = await memberOf(request);
  const { birthday, leaderboard } = await bodyOfProxy(request, ProfileAsk, ofForm);
  const changes = {
    ...(birthday && { birthday }),
    ...(leaderboard !== undefined && { leaderboard }),
  };
  const result = await saveProfile(shop.id, customerId, changes, now());
  return result.outcome === "saved"
    ? shopperAnswer({ points: result.points })
    : shopperAnswer({ error: "invalid", reason: result.reason }, 422);
});

/** A box that is not ticked is not sent: `asked` says that it was there. A day without its month is nothing that can be kept. */
function ofForm({ month, day, leaderboard, asked }: Record<string, string>) {
  return {
    ...((month || day) && { birthday: { month: Number(month), day: Number(day) } }),
    ...(asked && { leaderboard: leaderboard === "on" }),
  };
}
