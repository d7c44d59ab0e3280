import { ChoiceList, FormLayout } from "@shopify/polaris";

import { FormCheckbox } from "#app/ui/forms/form-checkbox.tsx";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";

import type { ExpiryValues } from "./program-terms.schema.ts";
import type { RuleFormProps } from "./earning-rule.schema.ts";

type Props = Pick<RuleFormProps, "values" | "errors" | "onChange">;

/** From when points can be spent. */
export function WhenUsable(form: Props) {
  const field = fieldsOf(form);
  return (
    <FormSection title="When points can be spent">
      <FormField
        label="Points of an order wait for"
        typed="numeric"
        suffix="days"
        help="0 gives them as soon as the order is paid. Wait as long as orders can be returned, and nobody spends points that are taken back."
        {...field("pendingDays")}
      />
      <FormChoice
        label="Orders of guests"
        choices={{ claim: "Earn points that wait until the guest signs in", off: "Earn nothing" }}
        help="Whoever signs in with the same email gets them."
        {...field("guestPoints")}
      />
    </FormSection>
  );
}

const activities: { value: ExpiryValues["activity"][number]; label: string }[] = [
  { value: "earn", label: "Earning points" },
  { value: "redeem", label: "Using points for a reward" },
  { value: "adjust", label: "Points given or taken by hand" },
];

/** Until when points can be spent. */
export function WhenExpired({ values, errors, onChange }: Props) {
  const { expiry } = values;
  const change = (changes: Partial<ExpiryValues>) =>
    onChange({ expiry: { ...expiry, ...changes } });
  const field = fieldsOf({ values: expiry, errors, onChange: change }, "expiry.");
  return (
    <FormSection
      title="When points expire"
      about="Nobody loses points at once: what customers have now stays for at least one full period after you change this."
    >
      <FormChoice
        label="Points expire"
        choices={{
          never: "Never",
          fixed: "Some time after they were earned",
          rolling: "Some time after the customer was last active",
        }}
        {...field("kind")}
      />
      {expiry.kind !== "never" && (
        <FormLayout.Group condensed>
          <FormField label="After" typed="numeric" {...field("every")} />
          <FormChoice
            label="Counted in"
            choices={{ days: "Days", months: "Months" }}
            {...field("unit")}
          />
        </FormLayout.Group>
      )}
      {expiry.kind === "rolling" && (
        <ChoiceList
          allowMultiple
          title="What keeps points alive"
          choices={activities}
          selected={expiry.activity}
          error={errors["expiry.activity"]}
          onChange={(chosen) =>
            change({
              activity: activities.map(({ value }) => value).filter((one) => chosen.includes(one)),
            })
          }
        />
      )}
      {expiry.kind !== "never" && (
        <NearReward values={values} errors={errors} onChange={onChange} />
      )}
    </FormSection>
  );
}

function NearReward({ values: { nearReward: near }, errors, onChange }: Props) {
  const field = fieldsOf(
    {
      values: near,
      errors,
      onChange: (changes) => onChange({ nearReward: { ...near, ...changes } }),
    },
    "nearReward.",
  );
  return (
    <>
      <FormCheckbox
        label="More time for customers who are close to a reward"
        help="Once for the same points, when they would expire."
        {...field("on")}
      />
      {near.on && (
        <FormLayout.Group condensed>
          <FormField
            label="Close means they have"
            typed="numeric"
            suffix="%"
            help="Of what your cheapest reward costs."
            {...field("percent")}
          />
          <FormField label="They get" typed="numeric" suffix="days more" {...field("days")} />
        </FormLayout.Group>
      )}
    </>
  );
}
