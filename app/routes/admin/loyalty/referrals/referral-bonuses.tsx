import { BlockStack, Button, InlineError, InlineStack, Text } from "@shopify/polaris";

import { FormField } from "#app/ui/forms/form-field.tsx";
import type { FieldErrors } from "#app/ui/forms/form-fields.schema.ts";

import type { ReferralValues } from "./referral-settings.schema.ts";

const MOST = 10;

type Props = {
  bonuses: ReferralValues["bonuses"];
  errors: FieldErrors;
  onChange: (bonuses: ReferralValues["bonuses"]) => void;
};

/** More points for who brings many. */
export function ReferralBonuses({ bonuses, errors, onChange }: Props) {
  const change = (index: number, changes: Partial<ReferralValues["bonuses"][number]>) =>
    onChange(bonuses.map((bonus, at) => (at === index ? { ...bonus, ...changes } : bonus)));
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Text as="p">Bonuses for bringing many friends</Text>
      {bonuses.map((bonus, index) => (
        // They have no names of their own: what stands where is all that tells them apart.
        <InlineStack key={index} gap="200" blockAlign="end" wrap>
          <FormField
            label={`Friends of bonus ${index + 1}`}
            labelHidden
            typed="numeric"
            suffix="friends"
            value={bonus.referrals}
            error={errors[`bonuses.${index}.referrals`]}
            onChange={(referrals) => change(index, { referrals })}
          />
          <FormField
            label={`Points of bonus ${index + 1}`}
            labelHidden
            typed="numeric"
            suffix="points"
            value={bonus.points}
            error={errors[`bonuses.${index}.points`]}
            onChange={(points) => change(index, { points })}
          />
          <Button
            variant="tertiary"
            accessibilityLabel={`Remove bonus ${index + 1}`}
            onClick={() => onChange(bonuses.filter((_, at) => at !== index))}
          >
            Remove
          </Button>
        </InlineStack>
      ))}
      {errors["bonuses"] && <InlineError message={errors["bonuses"]} fieldID="bonuses" />}
      {bonuses.length < MOST && (
        <Button onClick={() => onChange([...bonuses, { referrals: "", points: "" }])}>
          Add a bonus
        </Button>
      )}
    </BlockStack>
  );
}
