import { FormLayout, Select } from "@shopify/polaris";

import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps } from "#app/ui/forms/form-fields.schema.ts";

import type { ReferralValues, RewardChoice } from "./referral-settings.schema.ts";

type Props = FormProps<ReferralValues> & {
  label: string;
  help: string;
  /** Who gets it: the field of the form. */
  name: "advocate" | "friend";
  rewards: RewardChoice[];
};

/** What somebody gets: so many points, or one of the shop's rewards. */
export function ReferralGift({ label, help, name, rewards, ...form }: Props) {
  const { value: gift, onChange } = fieldsOf(form)(name);
  const options = [
    { value: "points", label: "Points" },
    ...rewards.map((reward) => ({ value: reward.id, label: reward.name })),
  ];
  const isGone = gift.kind === "reward" && !rewards.some(({ id }) => id === gift.rewardId);
  if (isGone) options.push({ value: gift.rewardId, label: "A reward that there is no more" });
  const choose = (value: string) =>
    onChange(
      value === "points"
        ? { kind: "points", points: gift.points || "200", rewardId: "" }
        : { kind: "reward", points: gift.points, rewardId: value },
    );
  return (
    <FormLayout.Group condensed>
      <Select
        label={label}
        options={options}
        value={gift.kind === "points" ? "points" : gift.rewardId}
        error={form.errors[`${name}.rewardId`]}
        helpText={help}
        onChange={choose}
      />
      {gift.kind === "points" && (
        <FormField
          label={name === "advocate" ? "Points for the advocate" : "Points for the friend"}
          typed="numeric"
          value={gift.points}
          error={form.errors[`${name}.points`]}
          onChange={(points) => onChange({ ...gift, points })}
        />
      )}
    </FormLayout.Group>
  );
}
