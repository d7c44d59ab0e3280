import { BlockStack, ChoiceList, FormLayout } from "@shopify/polaris";

import { ChosenResources } from "#app/ui/forms/chosen-resources.tsx";
import { FormCheckbox } from "#app/ui/forms/form-checkbox.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import type { CampaignValues } from "./campaign.schema.ts";

type Tier = { id: string; name: string };
type PartProps = FormProps<CampaignValues>;
type Props = PartProps & { titles: Record<string, string>; tiers: Tier[] };

/** A campaign: when, how much more, for what and for whom. */
export function CampaignForm(props: Props) {
  return (
    <BlockStack gap="400">
      <When {...props} />
      <ForWhat {...props} />
    </BlockStack>
  );
}

function When(form: PartProps) {
  const { timezone } = useShop();
  const field = fieldsOf(form);
  return (
    <FormSection title="When and how much">
      <FormField label="Name" {...field("name")} />
      <FormLayout.Group>
        <FormField label="Begins" type="datetime-local" {...field("from")} />
        <FormField
          label="Ends"
          type="datetime-local"
          help={`By the clock of ${timezone.replaceAll("_", " ")}. What counts is when an order was placed.`}
          {...field("until")}
        />
      </FormLayout.Group>
      <FormField
        label="Orders earn so many times as much"
        typed="decimal"
        suffix="×"
        help="2 is double points. With a better tier or product, both count as your program says."
        {...field("times")}
      />
      <FormCheckbox
        label="The campaign is on"
        help="Switched off, it gives nothing, whatever the day."
        {...field("active")}
      />
    </FormSection>
  );
}

function ForWhat({ titles, tiers, ...form }: Props) {
  const { values, onChange } = form;
  const field = fieldsOf(form);
  return (
    <FormSection
      title="For what and for whom"
      about="Choose nothing, and the campaign is for everything and everybody."
    >
      <ChosenResources
        kind="product"
        title="Only these products"
        titles={titles}
        {...field("productIds")}
      />
      <ChosenResources
        kind="collection"
        title="Only these collections"
        titles={{}}
        {...field("collectionIds")}
      />
      {tiers.length > 0 && (
        <ChoiceList
          allowMultiple
          title="Only these tiers"
          choices={tiers.map(({ id, name }) => ({ value: id, label: name }))}
          selected={values.tierIds}
          onChange={(tierIds) => onChange({ tierIds })}
        />
      )}
    </FormSection>
  );
}
