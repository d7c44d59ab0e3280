import { BlockStack, FormLayout, Link, Text } from "@shopify/polaris";

import { ChosenResources } from "#app/ui/forms/chosen-resources.tsx";
import { FormCheckbox } from "#app/ui/forms/form-checkbox.tsx";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { EarningMultipliers } from "./earning-multipliers.tsx";
import { PointNames } from "./point-names.tsx";
import { WhenExpired, WhenUsable } from "./points-life.tsx";
import type { RuleFormProps } from "./earning-rule.schema.ts";

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

function Earning(form: RuleFormProps) {
  const { currency } = useShop();
  const field = fieldsOf(form);
  const isCapped = form.values.capPoints.trim() !== "";
  return (
    <FormSection title="Earning points">
      <FormLayout.Group condensed>
        <FormField label="Points" typed="numeric" {...field("pointsPerUnit")} />
        <FormField label="For every" typed="decimal" suffix={currency} {...field("unit")} />
      </FormLayout.Group>
      <FormChoice
        label="When an order does not come out even"
        choices={{ down: "Round down", half_up: "Round to the nearest point", up: "Round up" }}
        help="Rounded once for the whole order."
        {...field("rounding")}
      />
      <FormLayout.Group condensed>
        <FormField
          label="The most that orders give a customer"
          typed="numeric"
          suffix="points"
          placeholder="No limit"
          help={
            isCapped
              ? "Counts all of a customer's orders in that day, week, month or year. Product pages and carts then show no number, as it depends on what was bought before."
              : ""
          }
          {...field("capPoints")}
        />
        {isCapped && (
          <FormChoice
            label="Per"
            choices={{ day: "day", week: "week", month: "month", year: "year" }}
            {...field("capPeriod")}
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

function WhatCounts({ titles, ...form }: RuleFormProps) {
  const field = fieldsOf(form);
  return (
    <FormSection title="What counts">
      <FormCheckbox
        label="Tax that is part of your prices"
        help="Tax that is added at checkout never earns points."
        {...field("includeTax")}
      />
      <FormCheckbox
        label="Discounted items"
        help="They earn for what was paid, not for the full price."
        {...field("includeDiscounted")}
      />
      <FormCheckbox
        label="Shipping"
        help="It earns for what was paid for it. When shipping is refunded, its points go back."
        {...field("includeShipping")}
      />
      <FormCheckbox
        label="Tips"
        help="Usually left out: a tip is money for your staff, not for goods."
        {...field("includeTips")}
      />
      <FormCheckbox
        label="Items without a product"
        help="Custom items of a draft order or at the till, such as a repair."
        {...field("includeCustomItems")}
      />
      <FormChoice
        label="The money in a gift card earns"
        choices={{ when_spent: "When the card is spent", when_bought: "When the card is bought" }}
        help={giftCardHelp[form.values.giftCards]}
        {...field("giftCards")}
      />
      <ChosenResources
        kind="product"
        title="Products that earn nothing"
        titles={titles.products}
        {...field("excludedProductIds")}
      />
      <ChosenResources
        kind="collection"
        title="Collections that earn nothing"
        titles={titles.collections}
        {...field("excludedCollectionIds")}
      />
      <FormField
        label="Orders placed since"
        type="date"
        help="Leave empty to count the whole history that was imported."
        {...field("earnsFrom")}
      />
    </FormSection>
  );
}

function TakingBack(form: RuleFormProps) {
  const field = fieldsOf(form);
  return (
    <FormSection
      title="When something goes back"
      about="Points for returned items are always taken back. These choices are about the rest."
    >
      <FormChoice
        label="A refund of an amount, without items"
        choices={{ prorate: "Takes back its share of the points", ignore: "Takes back nothing" }}
        {...field("customRefunds")}
      />
      <FormChoice
        label="Points with which an order was paid"
        choices={{
          allocated: "Come back with each item, by its share",
          full_return: "Come back when the whole order goes back",
        }}
        {...field("spentReturn")}
      />
      <FormChoice
        label="If refunded points were already spent"
        choices={{ debt: "Are owed: the next points repay them", forgive: "Are forgiven" }}
        {...field("shortfall")}
      />
      {form.values.shortfall === "debt" && (
        <FormField
          label="The most someone can owe"
          typed="numeric"
          suffix="points"
          placeholder="No limit"
          {...field("debtLimit")}
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
