import { BlockStack, Checkbox, FormLayout } from "@shopify/polaris";

import { rewardKindNames } from "#app/ui/copy/rewards.ts";
import { ChosenResources } from "#app/ui/forms/chosen-resources.tsx";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { RewardConditions } from "./reward-conditions.tsx";
import { fieldsOfKind, type RewardFormProps } from "./reward-form.schema.ts";

/** Everything that a merchant decides about a reward, in the order in which it matters. */
export function RewardForm(props: RewardFormProps) {
  return (
    <BlockStack gap="400">
      <WhatItIs {...props} />
      {fieldsOfKind[props.values.kind].code && <InTheCart {...props} />}
      <RewardConditions {...props} />
    </BlockStack>
  );
}

function WhatItIs({ titles, ...form }: RewardFormProps) {
  const { currency } = useShop();
  const field = fieldsOf(form);
  const needs = fieldsOfKind[form.values.kind];
  return (
    <FormSection title="The reward">
      <FormField label="Name" help="Shoppers read it, as you write it here." {...field("name")} />
      <FormLayout.Group>
        <FormChoice label="What it is" choices={rewardKindNames} {...field("kind")} />
        <FormField label="It costs" typed="numeric" suffix="points" {...field("cost")} />
      </FormLayout.Group>
      {needs.amount && (
        <FormField
          label={needs.code ? "Amount taken off" : "Amount that it is worth"}
          typed="decimal"
          suffix={currency}
          {...field("amount")}
        />
      )}
      {needs.percent && (
        <FormField label="Percent taken off" typed="decimal" suffix="%" {...field("percent")} />
      )}
      {needs.product && (
        <ChosenResources
          kind="product"
          title="The free product: choose one"
          titles={titles}
          {...field("productIds")}
        />
      )}
      {needs.goodFor && <GoodFor titles={titles} {...form} />}
    </FormSection>
  );
}

function GoodFor({ titles, ...form }: Omit<RewardFormProps, "tiers">) {
  const { goodFor } = form.values;
  const field = fieldsOf(form);
  return (
    <BlockStack gap="300">
      <FormChoice
        label="It is good for"
        choices={{
          everything: "Everything in the cart",
          products: "Some products",
          collections: "Some collections",
        }}
        {...field("goodFor")}
      />
      {goodFor === "products" && (
        <ChosenResources
          kind="product"
          title="Only these products"
          titles={titles}
          {...field("productIds")}
        />
      )}
      {goodFor === "collections" && (
        <ChosenResources
          kind="collection"
          title="Only these collections"
          titles={{}}
          {...field("collectionIds")}
        />
      )}
    </BlockStack>
  );
}

const others = [
  ["orderDiscounts", "Discounts on the whole order"],
  ["productDiscounts", "Discounts on products"],
  ["shippingDiscounts", "Discounts on shipping"],
] as const;

function InTheCart(form: RewardFormProps) {
  const { values, onChange } = form;
  const { currency } = useShop();
  const field = fieldsOf(form);
  const { combinesWith, kind } = values;
  return (
    <FormSection title="In the cart">
      <FormField
        label="The cart comes to at least"
        typed="decimal"
        suffix={currency}
        placeholder="Any amount"
        {...field("minimum")}
      />
      <fieldset className="encore-fieldset">
        <legend>It can be used together with</legend>
        {others.map(([field, label]) => (
          <Checkbox
            key={field}
            label={label}
            checked={combinesWith[field]}
            onChange={(on) => onChange({ combinesWith: { ...combinesWith, [field]: on } })}
          />
        ))}
      </fieldset>
      {kind !== "free_product" && (
        <FormChoice
          label="Whose code it is"
          choices={{
            personal: "Only for the customer who redeemed it",
            shared: "For whoever has the code",
          }}
          help={
            values.codes === "personal"
              ? "Shopify checks at checkout who is signed in, or whose email was typed. Each code is a discount of its own in Shopify’s list."
              : "All codes share one discount in Shopify’s list. Each works once, but a customer can hand theirs to somebody else: nothing checks who uses it."
          }
          value={values.codes}
          onChange={(codes) => onChange({ codes })}
        />
      )}
    </FormSection>
  );
}
