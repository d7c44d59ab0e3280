import { BlockStack, Checkbox, FormLayout, Link, Text, TextField } from "@shopify/polaris";

import { ChosenResources } from "#app/ui/forms/chosen-resources.tsx";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { EarningMultipliers } from "./earning-multipliers.tsx";
import { PointNames } from "./point-names.tsx";
import { WhenExpired, WhenUsable } from "./points-life.tsx";
import type { RuleFormProps } from "./rule-form-props.ts";

/** Everything a merchant decides about points, in the order in which it matters. */
export function EarningRuleForm(props: RuleFormProps) {
  return (
    <BlockStack gap="400">
      <Earning {...props} />
      <WhatCounts {...props} />
      <EarningMultipliers {...props} />
      <WhenUsable {...props} />
      <WhenExpired {...props} />
      <TakingBack {...props} />
      <PointNames {...props} />
      <Worth />
    </BlockStack>
  );
}

function Earning({ values, errors, onChange }: RuleFormProps) {
  const { currency } = useShop();
  return (
    <FormSection title="Earning points">
      <Checkbox
        label="Customers earn points for what they buy"
        helpText="Without it, new orders earn nothing. Points that customers have stay theirs."
        checked={values.active}
        onChange={(active) => onChange({ active })}
      />
      <FormLayout.Group condensed>
        <FormField
          label="Points"
          typed="numeric"
          value={values.pointsPerUnit}
          error={errors["pointsPerUnit"]}
          onChange={(pointsPerUnit) => onChange({ pointsPerUnit })}
        />
        <FormField
          label="For every"
          typed="decimal"
          suffix={currency}
          value={values.unit}
          error={errors["unit"]}
          onChange={(unit) => onChange({ unit })}
        />
      </FormLayout.Group>
      <FormChoice
        label="When an order does not come out even"
        choices={{ down: "Round down", half_up: "Round to the nearest point", up: "Round up" }}
        help="Rounded once for the whole order."
        value={values.rounding}
        onChange={(rounding) => onChange({ rounding })}
      />
      <FormLayout.Group condensed>
        <FormField
          label="The most that orders give a customer"
          typed="numeric"
          suffix="points"
          placeholder="No limit"
          help={
            values.capPoints.trim() === ""
              ? ""
              : "Counts all of a customer's orders in that day, week, month or year. Product pages and carts then show no number, as it depends on what was bought before."
          }
          value={values.capPoints}
          error={errors["capPoints"]}
          onChange={(capPoints) => onChange({ capPoints })}
        />
        {values.capPoints.trim() !== "" && (
          <FormChoice
            label="Per"
            choices={{ day: "day", week: "week", month: "month", year: "year" }}
            value={values.capPeriod}
            onChange={(period) => onChange({ capPeriod: period })}
          />
        )}
      </FormLayout.Group>
    </FormSection>
  );
}

const giftCardHelp = {
  when_spent:
    "Buying a card earns nothing. What is paid with one earns as if it were paid with money, also with cards that earned when they were bought.",
  when_bought:
    "Buying a card earns like buying any product. What is paid with one earns nothing, so that nothing earns twice. This also applies to cards sold before.",
};

function WhatCounts({ values, errors, titles, onChange }: RuleFormProps) {
  return (
    <FormSection title="What counts">
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
      <Checkbox
        label="Shipping"
        helpText="It earns for what was paid for it. When shipping is refunded, its points go back."
        checked={values.includeShipping}
        onChange={(includeShipping) => onChange({ includeShipping })}
      />
      <FormChoice
        label="The money in a gift card earns"
        choices={{ when_spent: "When the card is spent", when_bought: "When the card is bought" }}
        help={giftCardHelp[values.giftCards]}
        value={values.giftCards}
        onChange={(value) => onChange({ giftCards: value })}
      />
      <ChosenResources
        kind="product"
        title="Products that earn nothing"
        ids={values.excludedProductIds}
        titles={titles.products}
        error={errors["excludedProductIds"]}
        onChange={(excludedProductIds) => onChange({ excludedProductIds })}
      />
      <ChosenResources
        kind="collection"
        title="Collections that earn nothing"
        ids={values.excludedCollectionIds}
        titles={titles.collections}
        error={errors["excludedCollectionIds"]}
        onChange={(excludedCollectionIds) => onChange({ excludedCollectionIds })}
      />
      <TextField
        label="Orders placed since"
        type="date"
        autoComplete="off"
        helpText="Leave empty to count the whole history that was imported."
        value={values.earnsFrom}
        error={errors["earnsFrom"]}
        onChange={(earnsFrom) => onChange({ earnsFrom })}
      />
    </FormSection>
  );
}

function TakingBack({ values, errors, onChange }: RuleFormProps) {
  return (
    <FormSection
      title="When something goes back"
      about="Points for returned items are always taken back. These choices are about the rest."
    >
      <FormChoice
        label="A refund of an amount, without items"
        choices={{ prorate: "Takes back its share of the points", ignore: "Takes back nothing" }}
        value={values.customRefunds}
        onChange={(value) => onChange({ customRefunds: value })}
      />
      <FormChoice
        label="Points with which an order was paid"
        choices={{
          allocated: "Come back with each item, by its share",
          full_return: "Come back when the whole order goes back",
        }}
        value={values.spentReturn}
        onChange={(value) => onChange({ spentReturn: value })}
      />
      <FormChoice
        label="If refunded points were already spent"
        choices={{ debt: "Are owed: the next points repay them", forgive: "Are forgiven" }}
        value={values.shortfall}
        onChange={(value) => onChange({ shortfall: value })}
      />
      {values.shortfall === "debt" && (
        <FormField
          label="The most someone can owe"
          typed="numeric"
          suffix="points"
          placeholder="No limit"
          value={values.debtLimit}
          error={errors["debtLimit"]}
          onChange={(debtLimit) => onChange({ debtLimit })}
        />
      )}
    </FormSection>
  );
}

function Worth() {
  return (
    <FormSection title="What points are worth">
      <Text as="p">
        What a point is worth to you, and how many you expect to be used, is set under{" "}
        <Link url="/app/loyalty/liability">Points liability</Link>.
      </Text>
    </FormSection>
  );
}
