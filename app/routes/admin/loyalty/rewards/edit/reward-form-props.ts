import type { FormProps } from "#app/ui/forms/form-fields.schema.ts";

import type { RewardValues } from "./reward-form.schema.ts";

/** What each part of the form of a reward gets. */
export type RewardFormProps = FormProps<RewardValues> & {
  /** Titles of products by id, as far as they are known. */
  titles: Record<string, string>;
  tiers: { id: string; name: string }[];
};
