import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";

import { ChosenResources } from "#app/ui/forms/chosen-resources.tsx";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps, itemOf } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";

import type { MultiplierValues } from "./program-terms.schema.ts";
import type { RuleFormProps } from "./earning-rule.schema.ts";

/** Products that earn more or less than the rest, and what happens when a campaign or a tier does, too. */
export function EarningMultipliers({ titles, ...form }: RuleFormProps) {
  const { values, errors, onChange } = form;
  const { multipliers } = values;
  return (
    <FormSection
      title="Products that earn more"
      about="A product for which several rates are set earns at the best of them."
    >
      {multipliers.map((_, index) => (
        <Rate
          // Rates have no names: the place is who they are.
          key={index}
          index={index}
          errors={errors}
          titles={titles}
          {...itemOf(multipliers, index, (changed) => onChange({ multipliers: changed }))}
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
        {...fieldsOf(form)("combination")}
      />
    </FormSection>
  );
}

type RateProps = FormProps<MultiplierValues> &
  Pick<RuleFormProps, "titles"> & { index: number; onRemove: () => void };

function Rate({ index, titles, onRemove, ...form }: RateProps) {
  const field = fieldsOf(form, `multipliers.${index}.`);
  const number = index + 1;
  return (
    <fieldset className="encore-fieldset">
      <legend>{`Rate ${number}`}</legend>
      <BlockStack gap="300">
        <FormField
          label="So many times as many points"
          typed="decimal"
          suffix="×"
          {...field("times")}
        />
        <ChosenResources
          kind="product"
          title={`Products at rate ${number}`}
          titles={titles.products}
          {...field("productIds")}
        />
        <ChosenResources
          kind="collection"
          title={`Collections at rate ${number}`}
          titles={titles.collections}
          {...field("collectionIds")}
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
