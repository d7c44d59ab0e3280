import type { FormProps } from "#app/ui/forms/form-fields.schema.ts";

import type { EarningRuleValues } from "./earning-rule.schema.ts";

/** What each part of the form about points is given. */
export type RuleFormProps = FormProps<EarningRuleValues> & {
  /** By id, as far as they are known. */
  titles: { products: Record<string, string>; collections: Record<string, string> };
};
