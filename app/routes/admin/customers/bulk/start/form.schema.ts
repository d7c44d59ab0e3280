import { z } from "zod";

import type { BulkWork } from "#app/bulk/bulk-run.ts";
import { fieldErrors, type FieldErrors, pointsUpTo } from "#app/ui/forms/form-fields.schema.ts";

const MOST_POINTS = 1_000_000;
const MOST_TAGS = 20;
const LONGEST_TAG = 255;

const PointsForm = z.object({
  points: pointsUpTo(MOST_POINTS),
  note: z
    .string()
    .trim()
    .min(1, "Say why, for your team and for the activity log.")
    .max(500, "Enter at most 500 characters."),
});

const RewardForm = z.object({ rewardId: z.uuid("Choose a reward.") });

const TagsForm = z.object({
  tags: z
    .string()
    .transform((text) => [
      ...new Set(
        text
          .split(",")
          .map((tag) => tag.trim())
          .filter(Boolean),
      ),
    ])
    .refine((tags) => tags.length > 0, "Enter at least one tag, such as VIP event.")
    .refine((tags) => tags.length <= MOST_TAGS, `Enter at most ${MOST_TAGS} tags.`)
    .refine(
      (tags) => tags.every((tag) => tag.length <= LONGEST_TAG),
      `A tag has at most ${LONGEST_TAG} characters.`,
    ),
});

/** What is typed, whichever is to be done. */
export type BulkValues = { points: string; note: string; rewardId: string; tags: string };

type Parsed = { work: BulkWork; errors: null } | { work: null; errors: FieldErrors };

/** What is to be done for each, or what is wrong with each field. `rewards` are those that can be given. */
export function parseWork(
  kind: BulkWork["kind"],
  typed: Partial<BulkValues>,
  rewards: readonly { id: string; name: string }[],
): Parsed {
  const parsed = forms[kind].safeParse(typed);
  if (!parsed.success) return { work: null, errors: fieldErrors(parsed.error) };
  const { data } = parsed;
  if ("points" in data)
    return { work: { kind: "points", points: String(data.points), note: data.note }, errors: null };
  if ("tags" in data) return { work: { kind: "tags", tags: data.tags }, errors: null };
  const reward = rewards.find(({ id }) => id === data.rewardId);
  if (!reward) return { work: null, errors: { rewardId: "Choose a reward." } };
  return { work: { kind: "reward", rewardId: reward.id, reward: reward.name }, errors: null };
}

const forms = { points: PointsForm, reward: RewardForm, tags: TagsForm };

/** Which of them an address asks for. */
export const Kind = z.enum(["points", "reward", "tags"]).catch("points");
