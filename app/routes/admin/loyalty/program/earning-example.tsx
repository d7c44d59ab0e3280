import { BlockStack, Select } from "@shopify/polaris";

import type { Example } from "#app/loyalty/earning/example.ts";
import { ONCE } from "#app/loyalty/program/earning-rule.ts";
import { timesInWords } from "#app/ui/copy/explain.ts";

import type { EarningRuleSettings } from "./earning-rule.schema.ts";

/** A campaign or a tier that can be tried with the rule. */
export type Faster = { id: string; name: string; multiplierBps: number };
export type Choice = { multiplier: string; campaign: string; tier: string };

export const plainChoice: Choice = { multiplier: "", campaign: "", tier: "" };

type Props = {
  settings: EarningRuleSettings;
  campaigns: Faster[];
  tiers: Faster[];
  chosen: Choice;
  onChange: (chosen: Choice) => void;
};

/** What is bought, when and by whom, as far as that changes the points. */
export function EarningExample({ settings, campaigns, tiers, chosen, onChange }: Props) {
  const rates = settings.multipliers.map(({ multiplierBps }, index) => ({
    value: String(index),
    label: `At rate ${index + 1}: ${timesInWords(multiplierBps)}`,
  }));
  const one = { multiplier: "Any other product", campaign: "Not now", tier: "No faster tier" };
  const fields: { field: keyof Choice; label: string; options: Option[] }[] = [
    { field: "multiplier", label: "The product", options: rates },
    { field: "campaign", label: "During a campaign", options: campaigns.map(optionOf) },
    { field: "tier", label: "By a member of", options: tiers.map(optionOf) },
  ];
  return (
    <BlockStack gap="200">
      {fields
        .filter(({ options }) => options.length > 0)
        .map(({ field, label, options }) => (
          <Select
            key={field}
            label={label}
            options={[{ value: "", label: one[field] }, ...options]}
            value={options.some(({ value }) => value === chosen[field]) ? chosen[field] : ""}
            onChange={(value) => onChange({ ...chosen, [field]: value })}
          />
        ))}
    </BlockStack>
  );
}

/** The example that was chosen, for the function that finds its rate. */
export function exampleOf(chosen: Choice, campaigns: Faster[], tiers: Faster[]): Example {
  const bpsOf = (all: Faster[], id: string) =>
    all.find((one) => one.id === id)?.multiplierBps ?? ONCE;
  return {
    multiplier: chosen.multiplier === "" ? null : Number(chosen.multiplier),
    campaignBps: bpsOf(campaigns, chosen.campaign),
    tierBps: bpsOf(tiers, chosen.tier),
  };
}

type Option = { value: string; label: string };

function optionOf({ id, name, multiplierBps }: Faster): Option {
  return { value: id, label: `${name}: ${timesInWords(multiplierBps)}` };
}
