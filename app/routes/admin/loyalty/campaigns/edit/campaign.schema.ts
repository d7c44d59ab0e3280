import { z } from "zod";

import { windowOf } from "#app/loyalty/earning/campaigns/campaign-window.ts";
import { ONCE } from "#app/loyalty/program/earning-rule.ts";
import { fieldErrors, pickedBigInts, timesField } from "#app/ui/forms/form-fields.schema.ts";

const MOST_TIMES = 100;

const CampaignForm = z.object({
  name: z.string().trim().min(1, "Give it a name.").max(80, "Enter at most 80 characters."),
  active: z.boolean(),
  from: z.string().max(20),
  until: z.string().max(20),
  times: timesField("2 or 1.5")
    .refine((bps) => bps > ONCE, "Enter more than 1: that is what orders earn anyway.")
    .refine((bps) => bps <= MOST_TIMES * ONCE, "Enter at most 100."),
  productIds: pickedBigInts,
  collectionIds: pickedBigInts,
  tierIds: z.array(z.uuid()).max(20),
});

/** A campaign as it is typed. Times are by the shop's clock: 2026-11-27T00:00. */
export type CampaignValues = z.input<typeof CampaignForm>;

/** Reads what was typed: the campaign, or what is wrong with each field. */
export function parseCampaign(typed: unknown, timezone: string) {
  const parsed = CampaignForm.safeParse(typed);
  if (!parsed.success) return { campaign: null, errors: fieldErrors(parsed.error) };
  const { from, until, times, ...rest } = parsed.data;
  const window = windowOf({ from, until }, timezone);
  if (!window)
    return { campaign: null, errors: { until: "Enter an end that lies after the beginning." } };
  return { campaign: { ...rest, ...window, multiplierBps: times }, errors: null };
}
