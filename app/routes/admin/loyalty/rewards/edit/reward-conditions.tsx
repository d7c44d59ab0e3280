import { FormLayout, Select } from "@shopify/polaris";

import { periodNames } from "#app/ui/copy/rewards.ts";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { FormSection } from "#app/ui/forms/form-section.tsx";

import type { RewardFormProps } from "./reward-form-props.ts";
import { fieldsOfKind, type RewardValues } from "./reward-form.schema.ts";
import { TierSelect } from "./tier-select.tsx";

type Props = Omit<RewardFormProps, "titles">;

/** How long a reward is good, how often it may be had, and by whom. */
export function RewardConditions({ values, errors, tiers, onChange }: Props) {
  const isCode = fieldsOfKind[values.kind].code;
  return (
    <FormSection title="For how long, how often, and for whom">
      <FormField
        label="It is valid for"
        typed="numeric"
        suffix="days"
        placeholder="Without an end"
        value={values.validDays}
        error={errors["validDays"]}
        help="From the day on which it is redeemed. Leave it empty, and it never ends."
        onChange={(validDays) => onChange({ validDays })}
      />
      {isCode && values.validDays.trim() !== "" && (
        <Select
          label="When a code was not used in time"
          options={[
            { value: "return", label: "Its points come back" },
            { value: "forfeit", label: "Its points are gone" },
          ]}
          helpText={
            values.onLapse === "forfeit"
              ? "Tell shoppers about this: losing points is what they mind most."
              : "The customer can redeem them again."
          }
          value={values.onLapse}
          onChange={(onLapse) => onChange({ onLapse: onLapse as RewardValues["onLapse"] })}
        />
      )}
      <FormLayout.Group condensed>
        <FormField
          label="Times per customer"
          typed="numeric"
          placeholder="Any number"
          value={values.limitCount}
          error={errors["limitCount"]}
          onChange={(limitCount) => onChange({ limitCount })}
        />
        <Select
          label="In which time"
          disabled={values.limitCount.trim() === ""}
          options={Object.entries(periodNames).map(([value, label]) => ({ value, label }))}
          value={values.limitPeriod}
          onChange={(period) => onChange({ limitPeriod: period as RewardValues["limitPeriod"] })}
        />
      </FormLayout.Group>
      <TierSelect
        legend="Only for these tiers. Choose none, and it is for everybody."
        tiers={tiers}
        chosen={values.tierIds}
        onChange={(tierIds) => onChange({ tierIds })}
      />
    </FormSection>
  );
}
