import type { EarningRuleValues } from "./earning-rule.schema.ts";
import type { FieldErrors } from "./typed.schema.ts";

/** What each part of the form about points is given. */
export type RuleFormProps = {
  values: EarningRuleValues;
  errors: FieldErrors;
  /** By id, as far as they are known. */
  titles: { products: Record<string, string>; collections: Record<string, string> };
  onChange: (values: Partial<EarningRuleValues>) => void;
};
