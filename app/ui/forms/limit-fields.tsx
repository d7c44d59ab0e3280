import { FormLayout } from "@shopify/polaris";

import type { LimitPeriod } from "#app/loyalty/program/period.ts";

import { periodNames } from "../copy/rewards.ts";
import { FormChoice } from "./form-choice.tsx";
import { FormField } from "./form-field.tsx";
import { fieldsOf, type FormProps } from "./form-fields.schema.ts";

type LimitValues = { limitCount: string; limitPeriod: LimitPeriod };

/** How often a customer may have something: so many times in a day, a week … Empty is no limit. */
export function LimitFields(form: FormProps<LimitValues>) {
  const field = fieldsOf(form);
  return (
    <FormLayout.Group condensed>
      <FormField
        label="Times per customer"
        typed="numeric"
        placeholder="Any number"
        {...field("limitCount")}
      />
      <FormChoice
        label="In which time"
        disabled={form.values.limitCount.trim() === ""}
        choices={periodNames}
        {...field("limitPeriod")}
      />
    </FormLayout.Group>
  );
}
