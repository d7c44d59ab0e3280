import { FormLayout, Select, TextField } from "@shopify/polaris";

import type { FieldErrors } from "#app/ui/forms/form-fields.schema.ts";

import type { GiftValues, RewardChoice } from "./referral-settings.schema.ts";

type Props = {
  label: string;
  help: string;
  /** Where its errors are found. */
  name: "advocate" | "friend";
  gift: GiftValues;
  rewards: RewardChoice[];
  errors: FieldErrors;
  onChange: (gift: GiftValues) => void;
};

/** What somebody gets: so many points, or one of the shop's rewards. */
export function ReferralGift({ label, help, name, gift, rewards, errors, onChange }: Props) {
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
        error={errors[`${name}.rewardId`]}
        helpText={help}
        onChange={choose}
      />
      {gift.kind === "points" && (
        <TextField
          label={name === "advocate" ? "Points for the advocate" : "Points for the friend"}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={gift.points}
          error={errors[`${name}.points`]}
          onChange={(points) => onChange({ ...gift, points })}
        />
      )}
    </FormLayout.Group>
  );
}
