import type { FormProps } from "#app/ui/forms/form-fields.schema.ts";

import type { TierValues } from "./tiers-form.schema.ts";

/** What each part of the form of a tier gets. */
export type TierCardProps = FormProps<TierValues> & {
  index: number;
  of: number;
  /** Null for a new one. */
  members: number | null;
  titles: Record<string, string>;
  rewards: { id: string; name: string }[];
  /** Where the theme block that says who may buy a product is added. */
  accessBlockUrl: string;
  onMove: (from: number, to: number) => void;
  onRemove: () => void;
};
