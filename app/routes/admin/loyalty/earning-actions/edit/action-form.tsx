import { FormCheckbox } from "#app/ui/forms/form-checkbox.tsx";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { LimitFields } from "#app/ui/forms/limit-fields.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { onceKinds, type ActionValues } from "../action-form.schema.ts";
import { networkNames, actionWords } from "../copy.ts";

type Props = FormProps<ActionValues>;

/** An earning action: what it pays, for what, and how often. */
export function ActionForm(form: Props) {
  const { values } = form;
  const field = fieldsOf(form);
  const { title, about } = actionWords[values.kind];
  return (
    <FormSection title={title} about={about}>
      <FormField label="Name" help="Shoppers read it, as you write it here." {...field("name")} />
      <OfItsKind {...form} />
      <FormField
        label={values.kind === "review" ? "Points without a photo" : "Points"}
        typed="numeric"
        {...field("points")}
      />
      {values.kind === "review" && (
        <FormField
          label="Points with a photo"
          typed="numeric"
          help="Altogether, not on top."
          {...field("photoPoints")}
        />
      )}
      {!onceKinds.includes(values.kind) && <LimitFields {...form} />}
      <FormCheckbox label="Customers can earn by it" {...field("active")} />
    </FormSection>
  );
}

function OfItsKind(form: Props) {
  const { currency } = useShop();
  const field = fieldsOf(form);
  switch (form.values.kind) {
    case "birthday":
      return (
        <FormField
          label="Told at least"
          typed="numeric"
          suffix="days before"
          {...field("toldDaysBefore")}
        />
      );
    case "social_share":
      return (
        <>
          <FormChoice label="Network" choices={networkNames} {...field("network")} />
          <FormField label="Link that is opened" placeholder="https://" {...field("url")} />
        </>
      );
    case "orders_milestone":
      return <FormField label="Paid at this many orders" typed="numeric" {...field("orders")} />;
    case "spend_milestone":
      return (
        <FormField
          label="Paid at this much spent"
          typed="decimal"
          suffix={currency}
          {...field("spend")}
        />
      );
    case "custom":
      return (
        <FormField
          label="What your systems call it"
          placeholder="store-visit"
          {...field("eventName")}
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
