import { Select } from "@shopify/polaris";

import type { AchievementKind } from "#app/loyalty/achievements/achievement.ts";
import { FormCheckbox } from "#app/ui/forms/form-checkbox.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";

import { goalWords } from "../copy.ts";
import { GoalField } from "../goal-field.tsx";
import { achievementKinds, type AchievementValues } from "./achievement.schema.ts";
import { BadgeChoice } from "./badge-choice.tsx";

type Props = FormProps<AchievementValues> & {
  isNew: boolean;
  /** Since when its points are paid, as long as what it asks for stays. */
  pointsFrom: string | null;
};

/** An achievement: what is done to reach it, and what that gives. */
export function AchievementForm({ isNew, pointsFrom, ...form }: Props) {
  const { values, onChange } = form;
  const field = fieldsOf(form);
  const { dateTime } = useFormats();
  const { title, counts } = goalWords[values.kind];
  return (
    <FormSection
      title={isNew ? "What it is for" : title}
      about={`${counts} It is reached once, and stays, also when an order goes back.`}
    >
      {isNew && (
        <Select
          label="What has to be done"
          options={achievementKinds.map((kind) => ({
            value: kind,
            label: goalWords[kind].title,
          }))}
          value={values.kind}
          onChange={(kind) => onChange({ kind: kind as AchievementKind })}
        />
      )}
      <GoalField
        kind={values.kind}
        help="Who has done as much already gets the badge in the coming night."
        {...field("threshold")}
      />
      <FormField label="Name" help="Shoppers read it, as you write it here." {...field("name")} />
      <BadgeChoice {...field("badge")} />
      <FormField
        label="Points"
        typed="numeric"
        placeholder="None"
        help={paidInWords(pointsFrom, dateTime)}
        {...field("points")}
      />
      <FormCheckbox
        label="Customers can reach it"
        help="Switched off, nobody comes to it any more. Who has it keeps it."
        {...field("active")}
      />
    </FormSection>
  );
}

function paidInWords(pointsFrom: string | null, dateTime: (iso: string) => string): string {
  return pointsFrom
    ? `Paid to those who reach it since ${dateTime(pointsFrom)}. Whoever had reached it before has the badge alone.`
    : "Leave this empty for a badge alone. Points are for those who reach it after you save: nobody is paid for the past.";
}
