import { BlockStack, Checkbox, FormLayout, Select, TextField } from "@shopify/polaris";

import type { ChallengeKind } from "#app/loyalty/achievements/achievement.ts";
import type { FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { goalWords } from "../copy.ts";
import { GoalField } from "../goal-field.tsx";
import { NameAndPoints } from "../name-and-points.tsx";
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

function What({ values, errors, begun, onChange }: Props) {
  return (
    <FormSection title="What it is for" about={goalWords[values.kind].counts}>
      <NameAndPoints
        values={values}
        errors={errors}
        pointsHelp="Paid once, to who completes it from now on. Who has completed it already keeps what it gave."
        onChange={onChange}
      >
        <Select
          label="What has to be done"
          disabled={begun}
          options={challengeKinds.map((kind) => ({ value: kind, label: goalWords[kind].title }))}
          value={values.kind}
          onChange={(kind) => onChange({ kind: kind as ChallengeKind })}
        />
        <GoalField
          kind={values.kind}
          value={values.target}
          error={errors["target"]}
          onChange={(target) => onChange({ target })}
        />
      </NameAndPoints>
    </FormSection>
  );
}

function Within({ values, errors, begun, onChange }: Props) {
  const { timezone } = useShop();
  return (
    <FormSection
      title="When"
      about={`Both days are part of it, from midnight to midnight by the clock of ${timezone.replaceAll("_", " ")}. What is done before the first day does not count; what was done earlier on that day does, from the coming night on.`}
    >
      <FormLayout.Group>
        <TextField
          label="First day"
          type="date"
          autoComplete="off"
          disabled={begun}
          value={values.from}
          error={errors["from"]}
          onChange={(from) => onChange({ from })}
        />
        <TextField
          label="Last day"
          type="date"
          autoComplete="off"
          value={values.until}
          error={errors["until"]}
          onChange={(until) => onChange({ until })}
        />
      </FormLayout.Group>
      <Checkbox
        label="Customers can take part"
        helpText="Switched off, it counts and gives nothing, whatever the day."
        checked={values.active}
        onChange={(active) => onChange({ active })}
      />
    </FormSection>
  );
}
