import { useFetcher } from "@remix-run/react";
import {
  BlockStack,
  Button,
  Card,
  Checkbox,
  FormLayout,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";

import { ChosenResources } from "#app/ui/forms/chosen-resources.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import type { CampaignErrors, CampaignValues } from "./campaign.schema.ts";

type Tier = { id: string; name: string };
type Props = {
  /** null for a new one. */
  id: string | null;
  saved: CampaignValues;
  titles: Record<string, string>;
  tiers: Tier[];
};

/** A campaign: when, how much more, for what and for whom. */
export function CampaignForm({ id, saved, titles, tiers }: Props) {
  const [values, setValues] = useState(saved);
  const { submit, data, state } = useFetcher<{ errors: CampaignErrors }>();
  const errors = data?.errors ?? {};
  const change = (changes: Partial<CampaignValues>) =>
    setValues((current) => ({ ...current, ...changes }));
  const save = () =>
    submit(JSON.stringify(values), { method: "post", encType: "application/json" });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <BlockStack gap="400">
        <When values={values} errors={errors} onChange={change} />
        <ForWhat values={values} errors={errors} titles={titles} tiers={tiers} onChange={change} />
        <div className="encore-heading">
          <InlineStack gap="200">
            <Button submit variant="primary" loading={state !== "idle"}>
              {id ? "Save campaign" : "Add campaign"}
            </Button>
            {id && (
              <Button tone="critical" onClick={() => submit(null, { method: "delete" })}>
                Delete campaign
              </Button>
            )}
          </InlineStack>
        </div>
      </BlockStack>
    </form>
  );
}

type PartProps = {
  values: CampaignValues;
  errors: CampaignErrors;
  onChange: (changes: Partial<CampaignValues>) => void;
};

function When({ values, errors, onChange }: PartProps) {
  const { timezone } = useShop();
  return (
    <Card>
      <FormLayout>
        <TextField
          label="Name"
          autoComplete="off"
          value={values.name}
          error={errors.name}
          onChange={(name) => onChange({ name })}
        />
        <FormLayout.Group>
          <TextField
            label="Begins"
            type="datetime-local"
            autoComplete="off"
            value={values.from}
            error={errors.from}
            onChange={(from) => onChange({ from })}
          />
          <TextField
            label="Ends"
            type="datetime-local"
            autoComplete="off"
            helpText={`By the clock of ${timezone.replaceAll("_", " ")}. What counts is when an order was placed.`}
            value={values.until}
            error={errors.until}
            onChange={(until) => onChange({ until })}
          />
        </FormLayout.Group>
        <TextField
          label="Orders earn so many times as much"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          suffix="×"
          helpText="2 is double points. With a better tier or product, both count as your program says."
          value={values.times}
          error={errors.times}
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

type ForWhatProps = PartProps & Pick<Props, "titles" | "tiers">;

function ForWhat({ values, errors, titles, tiers, onChange }: ForWhatProps) {
  const toggle = (id: string, on: boolean) =>
    onChange({
      tierIds: on ? [...values.tierIds, id] : values.tierIds.filter((other) => other !== id),
    });
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            For what and for whom
          </Text>
          <Text as="p" tone="subdued">
            Choose nothing, and the campaign is for everything and everybody.
          </Text>
        </BlockStack>
        <ChosenResources
          kind="product"
          title="Only these products"
          ids={values.productIds}
          titles={titles}
          error={errors.productIds}
          onChange={(productIds) => onChange({ productIds })}
        />
        <ChosenResources
          kind="collection"
          title="Only these collections"
          ids={values.collectionIds}
          titles={{}}
          error={errors.collectionIds}
          onChange={(collectionIds) => onChange({ collectionIds })}
        />
        {tiers.length > 0 && (
          <fieldset className="encore-fieldset">
            <legend>Only these tiers</legend>
            {tiers.map(({ id, name }) => (
              <Checkbox
                key={id}
                label={name}
                checked={values.tierIds.includes(id)}
                onChange={(on) => toggle(id, on)}
              />
            ))}
          </fieldset>
        )}
      </BlockStack>
    </Card>
  );
}
