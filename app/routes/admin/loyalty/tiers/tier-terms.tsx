import { Checkbox } from "@shopify/polaris";

import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import type { FormProps } from "#app/ui/forms/form-fields.schema.ts";
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
export function TierTermsForm({ values, errors, onChange }: FormProps<TiersValues>) {
  const isForLife = values.window === "lifetime";
  return (
    <FormSection title="How tiers are kept">
      <Checkbox
        label="The shop has tiers"
        helpText="Switched off, nobody is in a tier. What is set here stays."
        checked={values.active}
        onChange={(active) => onChange({ active })}
      />
      <FormChoice
        label="What counts"
        choices={windows}
        value={values.window}
        onChange={(window) => onChange({ window })}
      />
      {values.window === "rolling" && (
        <FormField
          label="Count the last"
          typed="numeric"
          suffix="days"
          value={values.windowDays}
          error={errors["windowDays"]}
          onChange={(windowDays) => onChange({ windowDays })}
        />
      )}
      <FormField
        label="Days of grace"
        typed="numeric"
        suffix="days"
        help={
          isForLife
            ? "Nobody needs them while tiers are for life."
            : "Whoever did not earn their tier again keeps it for so long, and is told what is missing."
        }
        value={values.graceDays}
        error={errors["graceDays"]}
        onChange={(graceDays) => onChange({ graceDays })}
      />
      <FormChoice
        label="When a refund takes somebody below"
        choices={refunds}
        value={values.onRefund}
        onChange={(onRefund) => onChange({ onRefund })}
      />
    </FormSection>
  );
}
