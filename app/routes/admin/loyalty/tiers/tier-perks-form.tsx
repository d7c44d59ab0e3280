import { BlockStack, FormLayout, Link, Text } from "@shopify/polaris";

import { ChosenResources } from "#app/ui/forms/chosen-resources.tsx";
import { FormCheckbox } from "#app/ui/forms/form-checkbox.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf } from "#app/ui/forms/form-fields.schema.ts";
import { useShop } from "#app/ui/hooks/shop.tsx";

import type { TierCardProps } from "./tier-card-props.ts";

/** What members of a tier have of it. */
export function TierPerks(props: TierCardProps) {
  const { values, index } = props;
  const { currency } = useShop();
  const field = fieldsOf(props, `tiers.${index}.`);
  return (
    <FormLayout>
      <FormField
        label="They earn so many times as much"
        typed="decimal"
        suffix="×"
        placeholder="1"
        {...field("multiplier")}
      />
      <FormLayout.Group condensed>
        <FormField
          label="Discount on every order"
          typed="decimal"
          suffix="%"
          placeholder="None"
          help="Shopify takes it off at checkout by itself, for members who are signed in."
          {...field("discount")}
        />
        <FormField
          label="For carts of at least"
          typed="decimal"
          suffix={currency}
          placeholder="Any amount"
          {...field("discountMinimum")}
        />
      </FormLayout.Group>
      <FormCheckbox label="Free shipping" {...field("freeShipping")} />
      {values.freeShipping && (
        <FormField
          label="Free shipping for carts of at least"
          typed="decimal"
          suffix={currency}
          placeholder="Any amount"
          {...field("freeShippingMinimum")}
        />
      )}
      <Promised {...props} />
    </FormLayout>
  );
}

/** What Encore says for the shop, and the shop itself sees to. */
function Promised({ index, titles, accessBlockUrl, ...form }: TierCardProps) {
  const field = fieldsOf(form, `tiers.${index}.`);
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        <Link url={accessBlockUrl} target="_blank">
          Add the block “Who may buy this product” to your product page
        </Link>
        . It tells shoppers whether they may buy and what they are missing, and can hide the buy
        button. It does not stop a checkout: no theme can. To enforce it, use an app that checks
        carts by the tag “encore-tier: {form.values.name.trim() || "…"}” that members have in
        Shopify. What is for a tier, and its early access, is for the tiers above it, too.
      </Text>
      <FormField
        label="Early access"
        typed="numeric"
        suffix="hours before others"
        placeholder="None"
        help="Before the time in the product's metafield custom.on_sale_from, of the type “Date and time”. Add it in Shopify under Settings, Metafields and metaobjects, Products."
        {...field("earlyAccessHours")}
      />
      <ChosenResources
        kind="product"
        title="Products for members only"
        titles={titles}
        {...field("productIds")}
      />
      <ChosenResources
        kind="collection"
        title="Collections for members only"
        titles={{}}
        {...field("collectionIds")}
      />
      <FormField
        label="Anything else"
        help="One a line, such as: A gift on your birthday."
        multiline={2}
        {...field("texts")}
      />
    </BlockStack>
  );
}
