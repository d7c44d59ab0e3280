import { BlockStack, Card, Checkbox, ChoiceList, FormLayout, TextField } from "@shopify/polaris";

import { ChosenResources } from "#app/ui/forms/chosen-resources.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import type { FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { useShop } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

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

function When({ values, errors, onChange }: PartProps) {
  const { timezone } = useShop();
  return (
    <Card>
      <FormLayout>
        <FormField
          label="Name"
          value={values.name}
          error={errors["name"]}
          onChange={(name) => onChange({ name })}
        />
        <FormLayout.Group>
          <TextField
            label="Begins"
            type="datetime-local"
            autoComplete="off"
            value={values.from}
            error={errors["from"]}
            onChange={(from) => onChange({ from })}
          />
          <TextField
            label="Ends"
            type="datetime-local"
            autoComplete="off"
            helpText={`By the clock of ${timezone.replaceAll("_", " ")}. What counts is when an order was placed.`}
            value={values.until}
            error={errors["until"]}
            onChange={(until) => onChange({ until })}
          />
        </FormLayout.Group>
        <FormField
          label="Orders earn so many times as much"
          typed="decimal"
          suffix="×"
          help="2 is double points. With a better tier or product, both count as your program says."
          value={values.times}
          error={errors["times"]}
          onChange={(times) => onChange({ times })}
        />
        <Checkbox
          label="The campaign is on"
          helpText="Switched off, it gives nothing, whatever the day."
          checked={values.active}
          onChange={(active) => onChange({ active })}
        />
      </FormLayout>
    </Card>
  );
}

function ForWhat({ values, errors, titles, tiers, onChange }: Props) {
  return (
    <TitledCard
      title="For what and for whom"
      about="Choose nothing, and the campaign is for everything and everybody."
      gap="400"
    >
      <ChosenResources
        kind="product"
        title="Only these products"
        ids={values.productIds}
        titles={titles}
        error={errors["productIds"]}
        onChange={(productIds) => onChange({ productIds })}
      />
      <ChosenResources
        kind="collection"
        title="Only these collections"
        ids={values.collectionIds}
        titles={{}}
        error={errors["collectionIds"]}
        onChange={(collectionIds) => onChange({ collectionIds })}
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
    </TitledCard>
  );
}
