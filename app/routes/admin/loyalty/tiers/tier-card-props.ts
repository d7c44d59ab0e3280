import type { FieldErrors } from "#app/ui/forms/form-fields.schema.ts";

import type { TierValues } from "./tier-values.ts";

/** What each part of the form of a tier gets. */
export type TierCardProps = {
  tier: TierValues;
  index: number;
  of: number;
  /** Null for a new one. */
  members: number | null;
  errors: FieldErrors;
  titles: Record<string, string>;
  rewards: { id: string; name: string }[];
  /** Where the theme block that says who may buy a product is added. */
  accessBlockUrl: string;
  onChange: (changes: Partial<TierValues>) => void;
  onMove: (from: number, to: number) => void;
  onRemove: () => void;
};
