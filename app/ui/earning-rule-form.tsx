import { BlockStack, Card, Checkbox, FormLayout, Select, Text, TextField } from "@shopify/polaris";

import type { EarningRuleErrors, EarningRuleValues } from "./earning-rule.schema.ts";
import { ExcludedProducts } from "./excluded-products.tsx";
import { useShop } from "./shop.tsx";

export type RuleFormProps = {
  values: EarningRuleValues;
  errors: EarningRuleErrors;
  titles: Record<string, string>;
  onChange: (values: Partial<EarningRuleValues>) => void;
};

/** Everything a merchant decides about earning, in the order in which it matters. */
export function EarningRuleForm(props: RuleFormProps) {
  return (
    <BlockStack gap="400">
      <Earning {...props} />
      <WhatCounts {...props} />
      <TakingBack {...props} />
    </BlockStack>
  );
}

function Earning({ values, errors, onChange }: RuleFormProps) {
  const { currency } = useShop();
  return (
    <Section title="Earning points">
      <Checkbox
        label="Customers earn points for what they buy"
        helpText="Without it, new orders earn nothing. Points that customers have stay theirs."
        checked={values.active}
        onChange={(active) => onChange({ active })}
      />
      <FormLayout.Group condensed>
        <TextField
          label="Points"
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={values.pointsPerUnit}
          error={errors.pointsPerUnit}
          onChange={(pointsPerUnit) => onChange({ pointsPerUnit })}
        />
        <TextField
          label="For every"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          suffix={currency}
          value={values.unit}
          error={errors.unit}
          onChange={(unit) => onChange({ unit })}
        />
      </FormLayout.Group>
      <Select
        label="When an order does not come out even"
        options={[
          { value: "down", label: "Round down" },
          { value: "half_up", label: "Round to the nearest point" },
          { value: "up", label: "Round up" },
        ]}
        helpText="Rounded once for the whole order."
        value={values.rounding}
        onChange={(rounding) => onChange({ rounding: rounding as EarningRuleValues["rounding"] })}
      />
    </Section>
  );
}

function WhatCounts({ values, errors, titles, onChange }: RuleFormProps) {
  return (
    <Section title="What counts">
      <Checkbox
        label="Tax that is part of your prices"
        helpText="Tax that is added at checkout never earns points."
        checked={values.includeTax}
        onChange={(includeTax) => onChange({ includeTax })}
      />
      <Checkbox
        label="Discounted items"
        helpText="They earn for what was paid, not for the full price."
        checked={values.includeDiscounted}
        onChange={(includeDiscounted) => onChange({ includeDiscounted })}
      />
      <ExcludedProducts
        ids={values.excludedProductIds}
        titles={titles}
        error={errors.excludedProductIds}
        onChange={(excludedProductIds) => onChange({ excludedProductIds })}
      />
      <TextField
        label="Orders placed since"
        type="date"
        autoComplete="off"
        helpText="Leave empty to count the whole history that was imported. Shipping and gift cards never earn."
        value={values.earnsFrom}
        error={errors.earnsFrom}
        onChange={(earnsFrom) => onChange({ earnsFrom })}
      />
    </Section>
  );
}

function TakingBack({ values, errors, onChange }: RuleFormProps) {
  return (
    <Section title="When something goes back">
      <Text as="p" tone="subdued">
        Points for returned items are always taken back. These choices are about the rest.
      </Text>
      <Select
        label="A refund of an amount, without items"
        options={[
          { value: "prorate", label: "Takes back its share of the points" },
          { value: "ignore", label: "Takes back nothing" },
        ]}
        value={values.customRefunds}
        onChange={(value) =>
          onChange({ customRefunds: value as EarningRuleValues["customRefunds"] })
        }
      />
      <Select
        label="Points that were spent already"
        options={[
          { value: "debt", label: "Are owed: the next points repay them" },
          { value: "forgive", label: "Are forgiven" },
        ]}
        value={values.shortfall}
        onChange={(value) => onChange({ shortfall: value as EarningRuleValues["shortfall"] })}
      />
      {values.shortfall === "debt" && (
        <TextField
          label="The most someone can owe"
          type="text"
          inputMode="numeric"
          autoComplete="off"
          suffix="points"
          placeholder="No limit"
          value={values.debtLimit}
          error={errors.debtLimit}
          onChange={(debtLimit) => onChange({ debtLimit })}
        />
      )}
    </Section>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        <FormLayout>{children}</FormLayout>
      </BlockStack>
    </Card>
  );
}
