import { SaveBar } from "@shopify/app-bridge-react";
import { BlockStack, Card, FormLayout, Text, TextField } from "@shopify/polaris";
import { useState } from "react";

import { useFormSaving } from "#app/ui/forms/use-form-saving.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { parsePointWorth, type PointWorthValues } from "./point-worth.schema.ts";

/** What the report reckons with: the worth of points, and how many of them will be used. */
export function PointWorthForm({ saved }: { saved: PointWorthValues }) {
  const shop = useShop();
  const [values, setValues] = useState(saved);
  const reset = () => setValues(saved);
  const { save, saving } = useFormSaving(values, "Saved", reset);
  const errors = parsePointWorth(values, shop).errors ?? {};
  const dirty = JSON.stringify(values) !== JSON.stringify(saved);
  const change = (changes: Partial<PointWorthValues>) =>
    setValues((current) => ({ ...current, ...changes }));
  return (
    <Card>
      <SaveBar id="point-worth" open={dirty}>
        <button variant="primary" onClick={save} {...(saving && { loading: "" })}>
          Save
        </button>
        <button onClick={reset}>Discard</button>
      </SaveBar>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What a point is worth
        </Text>
        <FormLayout>
          <FormLayout.Group condensed>
            <TextField
              label="So many points"
              type="text"
              inputMode="numeric"
              autoComplete="off"
              value={values.points}
              error={errors.points}
              onChange={(points) => change({ points })}
            />
            <TextField
              label="Are worth"
              type="text"
              inputMode="decimal"
              autoComplete="off"
              suffix={shop.currency}
              value={values.amount}
              error={errors.amount}
              onChange={(amount) => change({ amount })}
            />
          </FormLayout.Group>
          <TextField
            label="Share that will be used"
            type="text"
            inputMode="decimal"
            autoComplete="off"
            suffix="%"
            placeholder="As seen so far"
            helpText="Leave it empty to take the share that was used so far."
            value={values.rate}
            error={errors.rate}
            onChange={(rate) => change({ rate })}
          />
        </FormLayout>
      </BlockStack>
    </Card>
  );
}
