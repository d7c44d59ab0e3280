import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";

import { ChosenResources } from "#app/ui/forms/chosen-resources.tsx";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { FormSection } from "#app/ui/forms/form-section.tsx";

import type { MultiplierValues } from "./program-terms.schema.ts";
import type { RuleFormProps } from "./rule-form-props.ts";

/** Products that earn more or less than the rest, and what happens when a campaign or a tier does, too. */
export function EarningMultipliers({ values, errors, titles, onChange }: RuleFormProps) {
  const { multipliers } = values;
  const change = (index: number, changes: Partial<MultiplierValues>) =>
    onChange({
      multipliers: multipliers.map((one, at) => (at === index ? { ...one, ...changes } : one)),
    });
  return (
    <FormSection
      title="Products that earn more"
      about="A product for which several rates are set earns at the best of them."
    >
      {multipliers.map((multiplier, index) => (
        <Rate
          // Rates have no names: the place is who they are.
          key={index}
          number={index + 1}
          multiplier={multiplier}
          errorOf={(field) => errors[`multipliers.${index}.${field}`]}
          titles={titles}
          onChange={(changes) => change(index, changes)}
          onRemove={() => onChange({ multipliers: multipliers.filter((_, at) => at !== index) })}
        />
      ))}
      {errors["multipliers"] && (
        <Text as="p" tone="critical">
          {errors["multipliers"]}
        </Text>
      )}
      <Button
        onClick={() =>
          onChange({
            multipliers: [...multipliers, { productIds: [], collectionIds: [], times: "2" }],
          })
        }
      >
        {multipliers.length === 0 ? "Add a rate" : "Add another rate"}
      </Button>
      <FormChoice
        label="When a product, a campaign and a tier all earn more"
        choices={{
          added: "Add them up: 3× and 1.5× make 3.5×",
          multiplied: "Multiply them: 3× and 1.5× make 4.5×",
        }}
        value={values.combination}
        onChange={(value) => onChange({ combination: value })}
      />
    </FormSection>
  );
}

type RateProps = {
  number: number;
  multiplier: MultiplierValues;
  errorOf: (field: keyof MultiplierValues) => string | undefined;
  titles: RuleFormProps["titles"];
  onChange: (changes: Partial<MultiplierValues>) => void;
  onRemove: () => void;
};

function Rate({ number, multiplier, errorOf, titles, onChange, onRemove }: RateProps) {
  return (
    <fieldset className="encore-fieldset">
      <legend>{`Rate ${number}`}</legend>
      <BlockStack gap="300">
        <FormField
          label="So many times as many points"
          typed="decimal"
          suffix="×"
          value={multiplier.times}
          error={errorOf("times")}
          onChange={(times) => onChange({ times })}
        />
        <ChosenResources
          kind="product"
          title={`Products at rate ${number}`}
          ids={multiplier.productIds}
          titles={titles.products}
          error={errorOf("productIds")}
          onChange={(productIds) => onChange({ productIds })}
        />
        <ChosenResources
          kind="collection"
          title={`Collections at rate ${number}`}
          ids={multiplier.collectionIds}
          titles={titles.collections}
          error={errorOf("collectionIds")}
          onChange={(collectionIds) => onChange({ collectionIds })}
        />
        <InlineStack>
          <Button
            variant="plain"
            tone="critical"
            accessibilityLabel={`Remove rate ${number}`}
            onClick={onRemove}
          >
            Remove
          </Button>
        </InlineStack>
      </BlockStack>
    </fieldset>
  );
}
