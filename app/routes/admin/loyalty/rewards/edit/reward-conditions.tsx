import { FormLayout } from "@shopify/polaris";

import { periodNames } from "#app/ui/copy/rewards.ts";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { FormSection } from "#app/ui/forms/form-section.tsx";

import type { RewardFormProps } from "./reward-form-props.ts";
import { fieldsOfKind } from "./reward-form.schema.ts";
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
        <FormChoice
          label="When a code was not used in time"
          choices={{ return: "Its points come back", forfeit: "Its points are gone" }}
          help={
            values.onLapse === "forfeit"
              ? "Tell shoppers about this: losing points is what they mind most."
              : "The customer can redeem them again."
          }
          value={values.onLapse}
          onChange={(onLapse) => onChange({ onLapse })}
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
        <FormChoice
          label="In which time"
          disabled={values.limitCount.trim() === ""}
          choices={periodNames}
          value={values.limitPeriod}
          onChange={(period) => onChange({ limitPeriod: period })}
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
