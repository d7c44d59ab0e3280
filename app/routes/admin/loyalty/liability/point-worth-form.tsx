import { BlockStack, Card, FormLayout, Text, TextField } from "@shopify/polaris";

import { EditBar, useEditing } from "#app/ui/forms/use-editing.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { parsePointWorth, type PointWorthValues } from "./point-worth.schema.ts";

/** What the report reckons with: the worth of points, and how many of them will be used. */
export function PointWorthForm({ saved }: { saved: PointWorthValues }) {
  const shop = useShop();
  const editing = useEditing(saved, "Saved");
  const { values, change, dirty } = editing;
  const errors = (dirty && parsePointWorth(values, shop).errors) || {};
  return (
    <Card>
      <EditBar id="point-worth" editing={editing} />
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
              error={errors["points"]}
              onChange={(points) => change({ points })}
            />
            <TextField
              label="Are worth"
              type="text"
              inputMode="decimal"
              autoComplete="off"
              suffix={shop.currency}
              value={values.amount}
              error={errors["amount"]}
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
            error={errors["rate"]}
            onChange={(rate) => change({ rate })}
          />
        </FormLayout>
      </BlockStack>
    </Card>
  );
}
