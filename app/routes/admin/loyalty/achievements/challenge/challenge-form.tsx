import { BlockStack, FormLayout, Select } from "@shopify/polaris";

import type { ChallengeKind } from "#app/loyalty/achievements/achievement.ts";
import { FormCheckbox } from "#app/ui/forms/form-checkbox.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { goalWords } from "../copy.ts";
import { GoalField } from "../goal-field.tsx";
import { challengeKinds, type ChallengeValues } from "./challenge.schema.ts";

type Props = FormProps<ChallengeValues> & {
  /** What it is about, and its first day, can not be changed any more. */
  begun: boolean;
};

/** A challenge: what is to be done, within which days, and what that gives. */
export function ChallengeForm(props: Props) {
  return (
    <BlockStack gap="400">
      <What {...props} />
      <Within {...props} />
    </BlockStack>
  );
}

function What({ begun, ...form }: Props) {
  const { values, onChange } = form;
  const field = fieldsOf(form);
  return (
    <FormSection title="What it is for" about={goalWords[values.kind].counts}>
      <FormField label="Name" help="Shoppers read it, as you write it here." {...field("name")} />
      <Select
        label="What has to be done"
        disabled={begun}
        options={challengeKinds.map((kind) => ({ value: kind, label: goalWords[kind].title }))}
        value={values.kind}
        onChange={(kind) => onChange({ kind: kind as ChallengeKind })}
      />
      <GoalField kind={values.kind} {...field("target")} />
      <FormField
        label="Points"
        typed="numeric"
        help="Paid once, to who completes it from now on. Who has completed it already keeps what it gave."
        {...field("points")}
      />
    </FormSection>
  );
}

function Within({ begun, ...form }: Props) {
  const { timezone } = useShop();
  const field = fieldsOf(form);
  return (
    <FormSection
      title="When"
      about={`Both days are part of it, from midnight to midnight by the clock of ${timezone.replaceAll("_", " ")}. What is done before the first day does not count; what was done earlier on that day does, from the coming night on.`}
    >
      <FormLayout.Group>
        <FormField label="First day" type="date" disabled={begun} {...field("from")} />
        <FormField label="Last day" type="date" {...field("until")} />
      </FormLayout.Group>
      <FormCheckbox
        label="Customers can take part"
        help="Switched off, it counts and gives nothing, whatever the day."
        {...field("active")}
      />
    </FormSection>
  );
}
