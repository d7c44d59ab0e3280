import { BlockStack, Button, InlineError, InlineStack, Text } from "@shopify/polaris";

import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps, itemOf } from "#app/ui/forms/form-fields.schema.ts";

import type { ReferralValues } from "./referral-settings.schema.ts";

const MOST = 10;

type Props = FormProps<Pick<ReferralValues, "bonuses">>;

/** More points for who brings many. */
export function ReferralBonuses({ values: { bonuses }, errors, onChange }: Props) {
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Text as="p">Bonuses for bringing many friends</Text>
      {bonuses.map((_, index) => (
        <Bonus
          // They have no names of their own: what stands where is all that tells them apart.
          key={index}
          index={index}
          errors={errors}
          {...itemOf(bonuses, index, (changed) => onChange({ bonuses: changed }))}
        />
      ))}
      {errors["bonuses"] && <InlineError message={errors["bonuses"]} fieldID="bonuses" />}
      {bonuses.length < MOST && (
        <Button onClick={() => onChange({ bonuses: [...bonuses, { referrals: "", points: "" }] })}>
          Add a bonus
        </Button>
      )}
    </BlockStack>
  );
}

type BonusProps = FormProps<ReferralValues["bonuses"][number]> & {
  index: number;
  onRemove: () => void;
};

function Bonus({ index, onRemove, ...form }: BonusProps) {
  const field = fieldsOf(form, `bonuses.${index}.`);
  return (
    <InlineStack gap="200" blockAlign="end" wrap>
      <FormField
        label={`Friends of bonus ${index + 1}`}
        labelHidden
        typed="numeric"
        suffix="friends"
        {...field("referrals")}
      />
      <FormField
        label={`Points of bonus ${index + 1}`}
        labelHidden
        typed="numeric"
        suffix="points"
        {...field("points")}
      />
      <Button
        variant="tertiary"
        accessibilityLabel={`Remove bonus ${index + 1}`}
        onClick={onRemove}
      >
        Remove
      </Button>
    </InlineStack>
  );
}
