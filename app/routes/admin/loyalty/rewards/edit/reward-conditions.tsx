import { ChoiceList } from "@shopify/polaris";

import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { LimitFields } from "#app/ui/forms/limit-fields.tsx";

import { fieldsOfKind, type RewardFormProps } from "./reward-form.schema.ts";

type Props = Omit<RewardFormProps, "titles">;

/** How long a reward is good, how often it may be had, and by whom. */
export function RewardConditions({ tiers, ...form }: Props) {
  const { values, onChange } = form;
  const field = fieldsOf(form);
  const isCode = fieldsOfKind[values.kind].code;
  return (
    <FormSection title="For how long, how often, and for whom">
      <FormField
        label="It is valid for"
        typed="numeric"
        suffix="days"
        placeholder="Without an end"
        help="From the day on which it is redeemed. Leave it empty, and it never ends."
        {...field("validDays")}
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
          {...field("onLapse")}
        />
      )}
      <LimitFields {...form} />
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
