import { BlockStack, Checkbox, FormLayout, Link, Text, TextField } from "@shopify/polaris";

import { ChosenResources } from "#app/ui/forms/chosen-resources.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import type { TierCardProps } from "./tier-card-props.ts";
import type { TierValues } from "./tier-values.ts";

/** What members of a tier have of it. */
export function TierPerks(props: TierCardProps) {
  const { tier, index, errors, onChange } = props;
  const { currency } = useShop();
  const error = (field: keyof TierValues) => errors[`tiers.${index}.${field}`];
  return (
    <FormLayout>
      <FormField
        label="They earn so many times as much"
        typed="decimal"
        suffix="×"
        placeholder="1"
        value={tier.multiplier}
        error={error("multiplier")}
        onChange={(multiplier) => onChange({ multiplier })}
      />
      <FormLayout.Group condensed>
        <FormField
          label="Discount on every order"
          typed="decimal"
          suffix="%"
          placeholder="None"
          help="Shopify takes it off at checkout by itself, for members who are signed in."
          value={tier.discount}
          error={error("discount")}
          onChange={(discount) => onChange({ discount })}
        />
        <FormField
          label="For carts of at least"
          typed="decimal"
          suffix={currency}
          placeholder="Any amount"
          value={tier.discountMinimum}
          error={error("discountMinimum")}
          onChange={(discountMinimum) => onChange({ discountMinimum })}
        />
      </FormLayout.Group>
      <Checkbox
        label="Free shipping"
        checked={tier.freeShipping}
        onChange={(freeShipping) => onChange({ freeShipping })}
      />
      {tier.freeShipping && (
        <FormField
          label="Free shipping for carts of at least"
          typed="decimal"
          suffix={currency}
          placeholder="Any amount"
          value={tier.freeShippingMinimum}
          error={error("freeShippingMinimum")}
          onChange={(freeShippingMinimum) => onChange({ freeShippingMinimum })}
        />
      )}
      <Promised {...props} />
    </FormLayout>
  );
}

/** What Encore says for the shop, and the shop itself sees to. */
function Promised({ tier, index, errors, titles, accessBlockUrl, onChange }: TierCardProps) {
  const error = (field: keyof TierValues) => errors[`tiers.${index}.${field}`];
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        <Link url={accessBlockUrl} target="_blank">
          Add the block “Who may buy this product” to your product page
        </Link>
        . It tells shoppers whether they may buy and what they are missing, and can hide the buy
        button. It does not stop a checkout: no theme can. To enforce it, use an app that checks
        carts by the tag “encore-tier: {tier.name.trim() || "…"}” that members have in Shopify. What
        is for a tier, and its early access, is for the tiers above it, too.
      </Text>
      <FormField
        label="Early access"
        typed="numeric"
        suffix="hours before others"
        placeholder="None"
        help="Before the time in the product's metafield custom.on_sale_from, of the type “Date and time”. Add it in Shopify under Settings, Metafields and metaobjects, Products."
        value={tier.earlyAccessHours}
        error={error("earlyAccessHours")}
        onChange={(earlyAccessHours) => onChange({ earlyAccessHours })}
      />
      <ChosenResources
        kind="product"
        title="Products for members only"
        ids={tier.productIds}
        titles={titles}
        error={error("productIds")}
        onChange={(productIds) => onChange({ productIds })}
      />
      <ChosenResources
        kind="collection"
        title="Collections for members only"
        ids={tier.collectionIds}
        titles={{}}
        error={error("collectionIds")}
        onChange={(collectionIds) => onChange({ collectionIds })}
      />
      <TextField
        label="Anything else"
        helpText="One a line, such as: A gift on your birthday."
        autoComplete="off"
        multiline={2}
        value={tier.texts}
        error={error("texts")}
        onChange={(texts) => onChange({ texts })}
      />
    </BlockStack>
  );
}
