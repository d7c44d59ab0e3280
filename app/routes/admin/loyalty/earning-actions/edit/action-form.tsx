import { Checkbox } from "@shopify/polaris";

import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import type { FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { LimitFields } from "#app/ui/forms/limit-fields.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { onceKinds, type ActionValues } from "../action-form.schema.ts";
import { networkNames, actionWords } from "../copy.ts";

type Props = FormProps<ActionValues>;

/** An earning action: what it pays, for what, and how often. */
export function ActionForm({ values, errors, onChange }: Props) {
  const { title, about } = actionWords[values.kind];
  return (
    <FormSection title={title} about={about}>
      <FormField
        label="Name"
        help="Shoppers read it, as you write it here."
        value={values.name}
        error={errors["name"]}
        onChange={(name) => onChange({ name })}
      />
      <OfItsKind {...{ values, errors, onChange }} />
      <FormField
        label={values.kind === "review" ? "Points without a photo" : "Points"}
        typed="numeric"
        value={values.points}
        error={errors["points"]}
        onChange={(points) => onChange({ points })}
      />
      {values.kind === "review" && (
        <FormField
          label="Points with a photo"
          typed="numeric"
          help="Altogether, not on top."
          value={values.photoPoints}
          error={errors["photoPoints"]}
          onChange={(photoPoints) => onChange({ photoPoints })}
        />
      )}
      {!onceKinds.includes(values.kind) && <LimitFields {...{ values, errors, onChange }} />}
      <Checkbox
        label="Customers can earn by it"
        checked={values.active}
        onChange={(active) => onChange({ active })}
      />
    </FormSection>
  );
}

function OfItsKind({ values, errors, onChange }: Props) {
  const { currency } = useShop();
  switch (values.kind) {
    case "birthday":
      return (
        <FormField
          label="Told at least"
          typed="numeric"
          suffix="days before"
          value={values.toldDaysBefore}
          error={errors["toldDaysBefore"]}
          onChange={(toldDaysBefore) => onChange({ toldDaysBefore })}
        />
      );
    case "social_share":
      return <Share {...{ values, errors, onChange }} />;
    case "orders_milestone":
      return (
        <FormField
          label="Paid at this many orders"
          typed="numeric"
          value={values.orders}
          error={errors["orders"]}
          onChange={(orders) => onChange({ orders })}
        />
      );
    case "spend_milestone":
      return (
        <FormField
          label="Paid at this much spent"
          typed="decimal"
          suffix={currency}
          value={values.spend}
          error={errors["spend"]}
          onChange={(spend) => onChange({ spend })}
        />
      );
    case "custom":
      return (
        <FormField
          label="What your systems call it"
          placeholder="store-visit"
          value={values.eventName}
          error={errors["eventName"]}
          onChange={(eventName) => onChange({ eventName })}
        />
      );
    case "signup":
    case "profile":
    case "review":
    case "survey":
    case "referral":
      return null;
  }
}

function Share({ values, errors, onChange }: Props) {
  return (
    <>
      <FormChoice
        label="Network"
        choices={networkNames}
        value={values.network}
        onChange={(network) => onChange({ network })}
      />
      <FormField
        label="Link that is opened"
        placeholder="https://"
        value={values.url}
        error={errors["url"]}
        onChange={(url) => onChange({ url })}
      />
    </>
  );
}
