import { FormLayout, Select } from "@shopify/polaris";

import { FormField } from "#app/ui/forms/form-field.tsx";

import type { TierCardProps } from "./tier-card-props.ts";

/** What coming into a tier gives. */
export function TierEntry({ values, index, errors, rewards, onChange }: TierCardProps) {
  const { entry } = values;
  const options = [
    { value: "nothing", label: "Nothing" },
    { value: "points", label: "Points" },
    ...rewards.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const isGone = entry.kind === "reward" && !rewards.some(({ id }) => id === entry.rewardId);
  if (isGone) options.push({ value: entry.rewardId, label: "An archived reward" });
  const choose = (value: string) => {
    if (value === "nothing" || value === "points")
      onChange({ entry: { ...entry, kind: value, rewardId: "" } });
    else onChange({ entry: { ...entry, kind: "reward", rewardId: value } });
  };
  return (
    <FormLayout.Group condensed>
      <Select
        label="Entry reward"
        options={options}
        value={entry.kind === "reward" ? entry.rewardId : entry.kind}
        helpText="For those who come into it from now on; each gets it once."
        error={errors[`tiers.${index}.entry.rewardId`]}
        onChange={choose}
      />
      {entry.kind === "points" && (
        <FormField
          label="Points for coming in"
          typed="numeric"
          value={entry.points}
          error={errors[`tiers.${index}.entry.points`]}
          onChange={(points) => onChange({ entry: { ...entry, points } })}
        />
      )}
    </FormLayout.Group>
  );
}
