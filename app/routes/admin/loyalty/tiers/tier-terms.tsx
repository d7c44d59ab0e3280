import { FormCheckbox } from "#app/ui/forms/form-checkbox.tsx";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";

import type { TiersValues } from "./tiers-form.schema.ts";

const windows = {
  lifetime: "Everything, ever: a tier is for life",
  rolling: "The last so many days",
  calendar: "The calendar year",
  anniversary: "A year from the day on which they came into it",
};

const refunds = {
  drop: "They leave the tier at once",
  keep: "They keep it until their time in it ends",
};

/** How tiers are reached and kept. */
export function TierTermsForm(form: FormProps<TiersValues>) {
  const field = fieldsOf(form);
  const { window } = form.values;
  return (
    <FormSection title="How tiers are kept">
      <FormCheckbox
        label="The shop has tiers"
        help="Switched off, nobody is in a tier. What is set here stays."
        {...field("active")}
      />
      <FormChoice label="What counts" choices={windows} {...field("window")} />
      {window === "rolling" && (
        <FormField label="Count the last" typed="numeric" suffix="days" {...field("windowDays")} />
      )}
      <FormField
        label="Days of grace"
        typed="numeric"
        suffix="days"
        help={
          window === "lifetime"
            ? "Nobody needs them while tiers are for life."
            : "Whoever did not earn their tier again keeps it for so long, and is told what is missing."
        }
        {...field("graceDays")}
      />
      <FormChoice
        label="When a refund takes somebody below"
        choices={refunds}
        {...field("onRefund")}
      />
    </FormSection>
  );
}
