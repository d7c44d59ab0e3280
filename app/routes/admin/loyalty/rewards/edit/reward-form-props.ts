import type { FieldErrors } from "#app/ui/forms/form-fields.schema.ts";

import type { RewardValues } from "./reward-form.schema.ts";
import type { TierChoice } from "./tier-select.tsx";

/** What each part of the form of a reward gets. */
export type RewardFormProps = {
  values: RewardValues;
  errors: FieldErrors;
  /** Titles of products by id, as far as they are known. */
  titles: Record<string, string>;
  tiers: TierChoice[];
  onChange: (changes: Partial<RewardValues>) => void;
};
