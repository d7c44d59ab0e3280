import { ChoiceList } from "@shopify/polaris";

import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { LimitFields } from "#app/ui/forms/limit-fields.tsx";

import type { RewardFormProps } from "./reward-form-props.ts";
import { fieldsOfKind } from "./reward-form.schema.ts";

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
      <LimitFields {...{ values, errors, onChange }} />
      {tiers.length > 0 && (
        <ChoiceList
          allowMultiple
          title="Only for these tiers. Choose none, and it is for everybody."
          choices={tiers.map(({ id, name }) => ({ value: id, label: name }))}
          selected={values.tierIds}
          onChange={(tierIds) => onChange({ tierIds })}
        />
      )}
    </FormSection>
  );
}
