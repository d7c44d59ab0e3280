import type { FieldErrors } from "#app/ui/forms/form-fields.schema.ts";

import type { EarningRuleValues } from "./earning-rule.schema.ts";

/** What each part of the form about points is given. */
export type RuleFormProps = {
  values: EarningRuleValues;
  errors: FieldErrors;
  /** By id, as far as they are known. */
  titles: { products: Record<string, string>; collections: Record<string, string> };
  onChange: (values: Partial<EarningRuleValues>) => void;
};
